#include "tools/output_item.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace json = boost::json;

namespace tools {

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1000) return std::to_string(bytes) + " bytes";
    static constexpr std::array units = {"kB", "MB", "GB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < units.size(); ++unit) value /= 1000;
    char text[32];
    std::snprintf(text, sizeof text, value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    return text;
}

std::optional<std::chrono::system_clock::time_point> expiry_of(std::string_view url) {
    static constexpr std::string_view name = "Expires=";
    for (auto at = url.find(name); at != std::string_view::npos; at = url.find(name, at + 1)) {
        if (at == 0 || (url[at - 1] != '?' && url[at - 1] != '&')) continue;
        auto const digits = url.substr(at + name.size(), 11);
        std::int64_t seconds = 0;
        auto const parsed = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
        if (parsed.ec == std::errc() && seconds > 1'000'000'000)
            return std::chrono::system_clock::time_point(std::chrono::seconds(seconds));
    }
    return std::nullopt;
}

std::string time_text(std::chrono::system_clock::time_point when) {
    auto const seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[40];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts)};
}

namespace {

// "1024*768, seed 7" behind "1024x768" says the size twice.
std::string_view note_beside(output_item const& item) {
    std::string_view note = item.note;
    if (!item.facts.width || !item.facts.height) return note;
    auto const size = std::to_string(*item.facts.width) + "*" + std::to_string(*item.facts.height);
    if (!note.starts_with(size)) return note;
    note.remove_prefix(size.size());
    return note.substr(std::min(note.size(), note.find_first_not_of(", ")));
}

std::string facts_text(output_item const& item) {
    std::string text = item.facts.type;
    auto const add = [&](std::string const& part) {
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    };
    if (item.facts.width && item.facts.height)
        add(std::to_string(*item.facts.width) + "x" + std::to_string(*item.facts.height));
    if (item.facts.duration) {
        char seconds[32];
        std::snprintf(seconds, sizeof seconds, "%.1f s", static_cast<double>(item.facts.duration->count()) / 1000);
        add(seconds);
    }
    if (item.size > 0) add(size_text(item.size));
    add(std::string(note_beside(item)));
    return text.empty() ? text : " (" + text + ")";
}

std::string url_text(std::string const& url) {
    auto const end = expiry_of(url);
    return "URL (" + (end ? "until " + time_text(*end) : std::string("kept for 24 hours")) + "): " + url;
}

std::string link_text(output_item const& item) {
    return "URL (until " + time_text(item.link_end) + "): " + item.link;
}

std::string file_uri(std::filesystem::path const& path) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string uri = "file://";
    for (unsigned char const c : path.string()) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) uri += static_cast<char>(c);
        else uri.append({'%', hex[c >> 4], hex[c & 15]});
    }
    return uri;
}

std::string name_in(std::string_view url) {
    auto const path = url.substr(0, url.find('?'));
    auto const name = path.substr(path.rfind('/') + 1);
    return name.empty() ? "result" : std::string(name);
}

}  // namespace

std::string words_for(output_item const& item, int number) {
    auto const beginning = number > 0 ? std::to_string(number) + ". " : std::string();
    auto const facts = facts_text(item);
    std::string text;
    if (!item.path.empty() && item.path_is_told) text = beginning + "Saved: " + item.path.string() + facts;
    if (!item.link.empty()) text += text.empty() ? beginning + link_text(item) + facts : "\n" + link_text(item);
    if (!item.url.empty()) text += text.empty() ? beginning + url_text(item.url) + facts : "\n" + url_text(item.url);
    if (text.empty()) text = beginning + "No file" + facts;
    if (!item.trouble.empty()) text += "\nNot saved: " + item.trouble;
    return text;
}

json::object resource_link(output_item const& item) {
    bool const local = !item.path.empty();
    auto const saved = item.link.empty() ? file_uri(item.path) : item.link;
    json::object link{{"type", "resource_link"},
                      {"uri", local ? saved : item.url},
                      {"name", local ? item.path.filename().string() : name_in(item.url)}};
    if (!item.facts.type.empty()) link["mimeType"] = item.facts.type;
    if (item.size > 0) link["size"] = item.size;
    return link;
}

}  // namespace tools
