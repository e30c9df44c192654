#include "tools/media_resources.hpp"

#include "mcp/params_error.hpp"
#include "mcp/watchers.hpp"
#include "media/probe.hpp"
#include "platform/files.hpp"
#include "tools/output_item.hpp"

#include <algorithm>
#include <ctime>

namespace fs = std::filesystem;
namespace json = boost::json;

namespace tools {

namespace {

constexpr std::size_t on_a_page = 50;

struct saved_file {
    std::string name;
    std::uint64_t size = 0;
    std::chrono::system_clock::time_point written;
};

std::chrono::system_clock::time_point wall_time(fs::file_time_type when) {
    return std::chrono::time_point_cast<std::chrono::system_clock::duration>(std::chrono::file_clock::to_sys(when));
}

// Newest first: names begin with their time. Only regular files, and none whose bytes are still to come.
std::vector<saved_file> saved_files(fs::path const& folder) {
    std::vector<saved_file> all;
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
        auto name = at->path().filename().string();
        std::error_code unseen;
        if (!is_saved_name(name) || !fs::is_regular_file(at->symlink_status(unseen))) continue;
        auto const size = at->file_size(unseen);
        auto const written = at->last_write_time(unseen);
        if (!unseen && size > 0) all.push_back({std::move(name), size, wall_time(written)});
    }
    std::ranges::sort(all, std::greater<>(), &saved_file::name);
    return all;
}

std::string iso_time(std::chrono::system_clock::time_point when) {
    auto const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

json::object definition_of(saved_file const& file, mcp::uri_template const& shape) {
    auto const type = media::type_by_name(file.name);
    return {{"uri", shape.expand({file.name})},
            {"name", file.name},
            {"description", std::string(type) + ", " + size_text(file.size) + ", saved " + time_text(file.written)},
            {"mimeType", type},
            {"size", file.size},
            {"annotations", {{"lastModified", iso_time(file.written)}}}};
}

bool is_text(std::string_view type) {
    return type.starts_with("text/") || type == "application/json" || type == "application/x-subrip";
}

bool digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_saved_name(std::string_view name) {
    // 20261122-140300-stem-1.png
    if (name.size() < 19 || name[8] != '-' || name[15] != '-' || name.find('/') != std::string_view::npos) return false;
    if (!digits(name.substr(0, 8)) || !digits(name.substr(9, 6))) return false;
    auto const stem = name.substr(0, name.find('.'));
    return digits(stem.substr(stem.rfind('-') + 1)) && stem.rfind('-') > 16;
}

/// The watch on the folder, which costs something: there only while there are watchers.
struct media_resources::observer {
    mcp::watchers all;
    std::unique_ptr<platform::folder_watch> folder;
};

media_resources::media_resources(platform::executor executor, fs::path folder, std::uint64_t read_limit)
    : executor_(executor),
      folder_(fs::absolute(std::move(folder))),
      files_({folder_}),
      read_limit_(read_limit),
      shape_("dashscope://media/{name}"),
      observer_(std::make_shared<observer>()) {}

media_resources::~media_resources() = default;

bool media_resources::covers(std::string_view uri) const {
    return shape_.match(uri).has_value();
}

json::array media_resources::templates() const {
    return {json::object{{"uriTemplate", shape_.text()},
                         {"name", "media"},
                         {"title", "Saved result"},
                         {"description",
                          "A picture, film, sound or text that a tool has saved on this machine, by its "
                          "file name."}}};
}

platform::task<mcp::resource_page> media_resources::list(std::string from, mcp::request_context&) const {
    if (!from.empty() && !is_saved_name(from))
        throw mcp::params_error("Invalid params: unknown cursor. Begin anew without one");
    std::function<std::vector<saved_file>()> const look = [folder = folder_] { return saved_files(folder); };
    auto const all = co_await reader_.run(look);
    // The place is the last name of the page before: what has come since does not move it.
    auto const first = std::ranges::find_if(all, [&](auto const& each) { return from.empty() || each.name < from; });
    mcp::resource_page page;
    for (auto at = first; at != all.end() && page.resources.size() < on_a_page; ++at)
        page.resources.push_back(definition_of(*at, shape_));
    auto const shown = static_cast<std::ptrdiff_t>(page.resources.size());
    if (all.end() - first > shown) page.next = (first + shown - 1)->name;
    co_return page;
}

platform::task<std::optional<mcp::resource_reading>> media_resources::read(std::string uri,
                                                                           mcp::request_context&) const {
    auto const name = shape_.match(uri)->front();
    if (!is_saved_name(name)) co_return std::nullopt;
    auto const path = folder_ / name;
    auto opened = files_.open(path.string(), {});
    if (!opened) co_return std::nullopt;
    // Shared with the reading, which goes on when the caller leaves.
    auto const file = std::make_shared<platform::open_file>(std::move(*opened));
    if (file->size() > read_limit_)
        throw mcp::params_error(name + " has " + size_text(file->size()) +
                                ", more than clients read this way. It is here: " + path.string());
    std::function<boost::system::result<std::string>()> const take = [file, most = read_limit_] {
        return platform::read_descriptor(file->fd(), most);
    };
    auto const bytes = co_await reader_.run(take);
    if (!bytes) co_return std::nullopt;
    auto const type = media::type_by_name(name);
    // A saved file is never written again.
    mcp::resource_reading reading{{}, {std::chrono::hours(1), false}};
    reading.contents.push_back(is_text(type) ? mcp::text_contents(uri, type, *bytes)
                                             : mcp::blob_contents(uri, type, *bytes));
    co_return reading;
}

platform::task<std::vector<std::string>> media_resources::complete(std::string, mcp::completion_query,
                                                                   mcp::request_context&) const {
    std::function<std::vector<saved_file>()> const look = [folder = folder_] { return saved_files(folder); };
    auto const all = co_await reader_.run(look);
    std::vector<std::string> names;
    for (auto const& each : all) names.push_back(each.name);
    co_return names;
}

mcp::watch media_resources::watch_list(std::string_view, mcp::on_change tell) const {
    auto const seen = observer_;
    if (!seen->folder)
        seen->folder = std::make_unique<platform::folder_watch>(executor_, folder_, [held = std::weak_ptr(seen)] {
            if (auto const alive = held.lock()) alive->all.tell();
        });
    auto one = seen->all.add(std::move(tell));
    return {one.get(), [seen, held = std::move(one)](void*) mutable {
                held.reset();
                if (seen->all.empty()) seen->folder.reset();
            }};
}

}  // namespace tools
