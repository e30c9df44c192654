#include "dashscope/session_file_rules.hpp"

#include "net/message.hpp"

#include <algorithm>

namespace dashscope {

namespace {

using media::kind;

constexpr std::size_t fewest_characters = 4;
constexpr std::size_t most_characters = 128;

struct row {
    std::string_view what;
    std::string_view suffixes;  // between blanks
    unsigned megabytes;
    kind first, second;      // what the bytes may be
    std::string_view types;  // media types, narrower; between blanks
};

constexpr row rows[] = {
    {"documents", " doc docx wps ppt pptx xls xlsx md txt pdf ", 100, kind::document, kind::text, {}},
    {"pictures with text in them", " png jpg jpeg bmp gif ", 20, kind::image, kind::image,
     " image/png image/jpeg image/bmp image/gif "},
    // Containers of both.
    {"films", " mp4 mkv avi mov wmv ", 512, kind::video, kind::audio, {}},
    {"recordings", " aac amr flac flv m4a mp3 mpeg ogg opus wav webm wma ", 512, kind::audio, kind::video, {}},
};

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        auto const end = std::min(list.find(' '), list.size());
        if (end > 0) words.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return words;
}

row const* row_of(std::string_view name) {
    auto const dot = name.rfind('.');
    if (dot == std::string_view::npos || dot + 1 == name.size()) return nullptr;
    auto const wanted = " " + net::lower_case(name.substr(dot + 1)) + " ";
    auto const found = std::ranges::find_if(
        rows, [&](row const& each) { return each.suffixes.find(wanted) != std::string_view::npos; });
    return found == std::end(rows) ? nullptr : &*found;
}

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

// The end tells what it is.
std::string cut_to_end(std::string name) {
    auto count = std::ranges::count_if(name, begins_character);
    std::size_t begin = 0;
    while (count > static_cast<std::ptrdiff_t>(most_characters)) {
        ++begin;
        while (begin < name.size() && !begins_character(name[begin])) ++begin;
        --count;
    }
    return name.substr(begin);
}

}  // namespace

std::optional<media_rules> session_rules_for(std::string_view name, std::string_view argument) {
    auto const* found = row_of(name);
    if (!found) return std::nullopt;
    media_rules rules;
    rules.name = argument;
    rules.kinds = {found->first};
    if (found->second != found->first) rules.kinds.push_back(found->second);
    rules.types = words_of(found->types);
    rules.max_bytes = std::uint64_t{found->megabytes} << 20;
    if (found->first == kind::image) {
        rules.min_side = 16;
        rules.max_side = 8191;
        rules.max_ratio = 50;
    }
    return rules;
}

std::string session_kinds_text() {
    std::string text = "Allowed:";
    for (auto const& each : rows) {
        text += &each == rows ? " " : "; ";
        text += std::string(each.what) + " up to " + std::to_string(each.megabytes) + " MB (";
        std::string list;
        for (auto const& word : words_of(each.suffixes)) list += (list.empty() ? "" : ", ") + word;
        text += list + ")";
    }
    return text + ". Save json, html, xml and the like as .txt.";
}

std::string session_file_name(std::string_view name, std::string_view extension) {
    std::string whole;
    // A name is shown on one line.
    for (char c : name.substr(name.find_last_of("/\\") + 1)) whole += static_cast<unsigned char>(c) < ' ' ? '_' : c;
    if (!row_of(whole) && !extension.empty()) whole += "." + std::string(extension);
    auto const length = static_cast<std::size_t>(std::ranges::count_if(whole, begins_character));
    if (length < fewest_characters || whole.starts_with('.')) whole.insert(0, "file");
    return cut_to_end(std::move(whole));
}

}  // namespace dashscope
