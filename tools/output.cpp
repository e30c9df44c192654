#include "tools/output.hpp"

#include "dashscope/download.hpp"
#include "dashscope/failure.hpp"
#include "platform/deadline.hpp"
#include "platform/files.hpp"
#include "platform/worker.hpp"
#include "seal/base64.hpp"
#include "telemetry/logger.hpp"
#include "tools/links.hpp"
#include "tools/output_folder.hpp"
#include "tools/output_item.hpp"
#include "media/thumbnail.hpp"

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::size_t head_size = 64 * 1024;        // what media::probe wants
constexpr std::size_t preview_source = 40'000'000;  // bytes of a picture that is scaled down
constexpr std::size_t inline_source = 20'000'000;   // of one that is fetched only to be shown
constexpr std::size_t inline_limit = 1'500'000;     // of one that is shown as it is
constexpr std::size_t inline_total = 5'000'000;     // clients read replies of 10 MiB, base64 takes a third more
// What a call's deadline leaves for the words.
constexpr std::chrono::seconds margin{5};

std::filesystem::path last_resort() { return std::filesystem::temp_directory_path() / "dashscope"; }

bool is_kind(media::facts const& facts, std::string_view expected_type) {
    return expected_type.empty() || facts.type.starts_with(expected_type);
}

std::string wrong_content(std::string_view expected, media::facts const& found) {
    return "what the URL gives is " + (found.type.empty() ? "of an unknown kind" : found.type) + ", not " +
           std::string(expected.substr(0, expected.find('/'))) + ".";
}

json::object image_block(std::string_view bytes, std::string_view type) {
    return {{"type", "image"}, {"data", seal::base64(bytes)}, {"mimeType", type}};
}

bool shown_as_it_is(output_item const& item) {
    static constexpr std::string_view types[] = {"image/png", "image/jpeg", "image/webp", "image/gif"};
    return item.bytes.size() <= inline_limit && std::ranges::find(types, item.facts.type) != std::end(types);
}

}  // namespace

std::optional<output_mode> parse_output_mode(std::string_view text) {
    if (text == "urls") return output_mode::urls;
    if (text == "files") return output_mode::files;
    if (text == "inline") return output_mode::inline_images;
    return std::nullopt;
}

struct output::impl {
    impl(net::client& made, net::origin of, output_options given, links const* to)
        : http(made), base(of), options(std::move(given)), link(to) {}

    struct order {
        made_media made;
        std::string stem;
        int number;
        std::filesystem::path folder;
    };

    dashscope::download_rules rules(std::string const& expected_type, std::uint64_t max_bytes) const {
        return {max_bytes, base, expected_type};
    }

    platform::task<output_item> save(order what);
    platform::task<output_item> fetch(made_media made);
    platform::task<output_item> settle(platform::task<output_item> work, made_media const& made,
                                       mcp::request_context& context);
    platform::task<output_item> place(order what, output_mode mode, mcp::request_context& context);
    platform::task<output_item> rescue(order what);
    void add_link(output_item& item, output_mode mode, mcp::request_context const& context) const;
    platform::task<void> show(mcp::tool_result& result, std::vector<output_item>& items, output_mode mode);
    platform::task<std::optional<media::thumbnail>> scaled(std::string bytes);
    platform::task<std::optional<media::thumbnail>> preview_of(output_item const& item);

    net::client& http;
    net::origin base;
    output_options options;
    links const* link;
    platform::worker decoder;
};

// Into the folder, streamed. Throws folder_error and failure.
platform::task<output_item> output::impl::save(order what) {
    new_file file(what.folder);
    std::string head;
    output_item item;
    auto const take = [&](std::string_view piece) {
        file.write(piece);
        item.size += piece.size();
        if (head.size() < head_size) head += piece.substr(0, head_size - head.size());
    };
    if (what.made.url.empty()) {
        take(what.made.bytes);
    } else {
        auto limits = rules(what.made.expected_type, options.max_bytes);
        co_await dashscope::download(http, what.made.url, std::move(limits), take);
    }
    item.facts = media::probe(head);
    if (!what.made.url.empty() && !is_kind(item.facts, what.made.expected_type))
        throw folder_error(wrong_content(what.made.expected_type, item.facts));
    auto const& told = item.facts.extension;
    item.path = file.keep(what.stem, what.number, told.empty() ? what.made.extension : told,
                          std::chrono::system_clock::now());
    co_return item;
}

// Into memory, to be shown.
platform::task<output_item> output::impl::fetch(made_media made) {
    output_item item;
    item.bytes = std::move(made.bytes);
    if (!made.url.empty()) {
        auto limits = rules(made.expected_type, inline_source);
        auto const take = [&](std::string_view piece) { item.bytes += piece; };
        co_await dashscope::download(http, made.url, std::move(limits), take);
    }
    item.size = item.bytes.size();
    item.facts = media::probe(std::string_view(item.bytes).substr(0, head_size));
    if (!is_kind(item.facts, made.expected_type)) throw folder_error(wrong_content(made.expected_type, item.facts));
    co_return item;
}

// Whatever goes wrong, the URL is left, with a sentence why.
platform::task<output_item> output::impl::settle(platform::task<output_item> work, made_media const& made,
                                                 mcp::request_context& context) {
    output_item item;
    try {
        auto done = co_await platform::with_deadline(std::move(work), context.deadline() - margin);
        if (done) item = std::move(*done);
        else item.trouble = "the download did not end in the time that this call has.";
    } catch (dashscope::failure const& failed) {
        item.trouble = failed.text();
    } catch (folder_error const& failed) {
        item.trouble = failed.what();
    }
    item.url = made.url;
    item.note = made.note;
    co_return item;
}

// What we made ourselves has no URL: where the folder refuses it, the system's temporary one takes it.
platform::task<output_item> output::impl::rescue(order what) {
    what.folder = last_resort();
    auto item = co_await save(std::move(what));
    co_return item;
}

platform::task<output_item> output::impl::place(order what, output_mode mode, mcp::request_context& context) {
    auto const made = what.made;
    bool const ours = made.url.empty();
    bool const image = made.expected_type.starts_with("image/");
    if (mode == output_mode::inline_images && image) {
        auto item = co_await settle(fetch(made), made, context);
        if (!ours || shown_as_it_is(item)) co_return item;
    }
    if (mode == output_mode::urls && !ours) {
        output_item item;
        item.url = made.url;
        item.note = made.note;
        co_return item;
    }
    auto item = co_await settle(save(what), made, context);
    if (ours && item.path.empty()) {
        auto const why = item.trouble;
        item = co_await settle(rescue(std::move(what)), made, context);
        if (!item.path.empty() && !link)
            item.note += (item.note.empty() ? "" : ", ") + std::string("here because: ") + why;
    }
    if (ours) add_link(item, mode, context);
    co_return item;
}

// What has no URL of DashScope's gets one of this server's.
void output::impl::add_link(output_item& item, output_mode mode, mcp::request_context const& context) const {
    if (!link || item.path.empty()) return;
    item.link = link->to_file(item.path, context.host());
    item.link_end = link->file_end();
    item.path_is_told = mode == output_mode::files;
}

platform::task<std::optional<media::thumbnail>> output::impl::scaled(std::string bytes) {
    std::function<std::optional<media::thumbnail>()> const work = [bytes = std::move(bytes)] {
        return media::make_thumbnail(bytes);
    };
    auto made = co_await decoder.run(work);
    co_return made;
}

// Of a saved picture, or of one that only its URL names. Nothing where anything is in the way: it is an extra.
platform::task<std::optional<media::thumbnail>> output::impl::preview_of(output_item const& item) {
    std::string bytes;
    if (!item.path.empty()) {
        auto read = platform::read_file(item.path, preview_source);
        if (!read) co_return std::nullopt;
        bytes = std::move(*read);
    } else {
        made_media made;
        made.url = item.url;
        made.expected_type = "image/";
        auto fetched = co_await fetch(std::move(made));
        bytes = std::move(fetched.bytes);
    }
    auto made = co_await scaled(std::move(bytes));
    co_return made;
}

platform::task<void> output::impl::show(mcp::tool_result& result, std::vector<output_item>& items, output_mode mode) {
    std::size_t total = 0;
    if (mode != output_mode::inline_images) {
        auto const first = std::ranges::find_if(items, [](output_item const& item) {
            return item.facts.what == media::kind::image || (item.facts.what == media::kind::unknown && !item.url.empty() &&
                                                             media::kind_by_name(item.url) == media::kind::image);
        });
        if (!options.previews || first == items.end()) co_return;
        try {
            auto until = platform::clock::now() + std::chrono::seconds(15);
            auto small = co_await platform::with_deadline(preview_of(*first), until);
            if (small && *small) result.content.push_back(image_block((*small)->bytes, (*small)->type));
        } catch (dashscope::failure const&) {
        } catch (folder_error const&) {
        }
        co_return;
    }
    for (auto& item : items) {
        if (item.bytes.empty()) continue;
        if (shown_as_it_is(item) && total + item.bytes.size() <= inline_total) {
            total += item.bytes.size();
            result.content.push_back(image_block(item.bytes, item.facts.type));
            continue;
        }
        auto const small = co_await scaled(std::move(item.bytes));
        if (!small || total + small->bytes.size() > inline_total) continue;
        total += small->bytes.size();
        result.content.push_back(image_block(small->bytes, small->type));
    }
}

output::output(net::client& http, net::origin base, output_options options, links const* link)
    : impl_(std::make_unique<impl>(http, std::move(base), std::move(options), link)) {}

output::~output() = default;

platform::task<void> output::add(mcp::tool_result& result, std::vector<made_media> made, std::string stem,
                                 std::optional<output_mode> mode, mcp::request_context& context) {
    auto const how = mode.value_or(impl_->options.mode);
    std::vector<output_item> items;
    std::string text;
    for (auto& each : made) {
        int const number = static_cast<int>(items.size()) + 1;
        impl::order what{std::move(each), stem, number, impl_->options.folder};
        auto item = co_await impl_->place(std::move(what), how, context);
        text += (text.empty() ? "" : "\n") + words_for(item, made.size() > 1 ? number : 0);
        items.push_back(std::move(item));
    }
    if (!text.empty()) result.add_text(text);
    if (context.version() >= mcp::revision::v2025_06_18)
        for (auto const& item : items)
            if (!item.path.empty() || !item.url.empty()) result.content.push_back(resource_link(item));
    co_await impl_->show(result, items, how);
}

platform::task<std::string> output::save_text(std::string text, std::string stem, std::string extension,
                                              std::string host) {
    auto const* link = impl_->link;
    if (impl_->options.mode == output_mode::urls && !link) co_return std::string();
    try {
        new_file file(impl_->options.folder);
        file.write(text);
        auto const path = file.keep(stem, 1, extension, std::chrono::system_clock::now());
        if (!link) co_return path.string();
        co_return link->to_file(path, host) + " (until " + time_text(link->file_end()) + ")";
    } catch (folder_error const& failed) {
        telemetry::log().warning("a text could not be saved", {{"reason", failed.what()}});
    }
    co_return std::string();
}

std::vector<std::filesystem::path> output::folders() const {
    return {std::filesystem::absolute(impl_->options.folder), std::filesystem::absolute(last_resort())};
}

std::string shortened(std::string_view text, std::string_view where) {
    constexpr std::size_t limit = 8000;
    if (text.size() <= limit) return std::string(text);
    auto end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    // A whole line is easier to read on from; a text of one line is cut in it.
    auto const line = text.rfind('\n', end);
    if (line != std::string_view::npos && line > limit / 2) end = line;
    return std::string(text.substr(0, end)) + "\n… (" + std::to_string(end) + " of " + std::to_string(text.size()) +
           " bytes shown" + (where.empty() ? std::string() : "; the whole: " + std::string(where)) + ")";
}

}  // namespace tools
