#include "cli/media_shelf.hpp"

#include "media/probe.hpp"
#include "tools/links.hpp"

#include <algorithm>

#include <unistd.h>

namespace cli {

namespace {

constexpr std::size_t head_size = 64 * 1024;

std::string head_of(platform::open_file const& file) {
    std::string head(head_size, '\0');
    auto const got = ::pread(file.fd(), head.data(), head.size(), 0);
    head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return head;
}

transport::link_refusal refusal_of(boost::system::error_code why) {
    if (why == seal::open_errc::expired) return {410, "This link has expired. Ask the tool that gave it again."};
    return {404, "There is no such link. Give the whole link, as the tool's result has it."};
}

}  // namespace

kept_type type_of(platform::open_file const& file) {
    static constexpr std::pair<std::string_view, std::string_view> texts[] = {{".srt", "application/x-subrip"},
                                                                              {".vtt", "text/vtt; charset=utf-8"},
                                                                              {".json", "application/json"},
                                                                              {".txt", "text/plain; charset=utf-8"},
                                                                              {".md", "text/markdown; charset=utf-8"}};
    auto const extension = file.path().extension();
    for (auto const& [ending, type] : texts)
        if (extension == ending) return {std::string(type), ending == ".txt" || ending == ".json"};
    auto const found = media::probe(head_of(file));
    using media::kind;
    bool const shown = found.what == kind::image || found.what == kind::audio || found.what == kind::video;
    return {found.type.empty() ? "application/octet-stream" : found.type, shown};
}

boost::system::result<transport::shared_file, transport::link_refusal> media_shelf::find(std::string_view token) const {
    auto const opened = links_.open_file(token);
    if (!opened) return refusal_of(opened.error());
    // Directly in one of the folders: nothing that was put below them by others.
    auto const folder = opened->what.parent_path();
    transport::link_refusal const gone{410, "The file is no longer kept here."};
    if (std::ranges::find(folders_, folder) == folders_.end()) return gone;
    auto file = files_.open(opened->what.string(), {});
    if (!file) return gone;
    auto type = type_of(*file);
    return transport::shared_file{std::move(*file), std::move(type.type), type.shown, opened->expires};
}

}  // namespace cli
