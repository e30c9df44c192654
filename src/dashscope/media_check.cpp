#include "dashscope/media_check.hpp"

#include "dashscope/secret.hpp"
#include "net/url.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::size_t longest_quote = 200;

std::string megabytes(std::uint64_t bytes) {
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) return std::to_string(bytes >> 20) + " MB";
    auto const tenths = bytes * 10 >> 20;
    if (tenths > 0) return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
    return std::to_string(bytes) + " bytes";
}

std::string one_decimal(double value) {
    auto const tenths = static_cast<long>(value * 10 + 0.5);
    auto text = std::to_string(tenths / 10);
    if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
    return text;
}

template <class Range, class Project>
std::string list_of(Range const& range, Project project) {
    std::string text;
    for (auto const& each : range) text += (text.empty() ? "" : ", ") + std::string(project(each));
    return text;
}

std::string_view without_kind(std::string_view type) {
    return type.substr(type.find('/') + 1);
}

std::string kinds_text(media_rules const& rules) {
    auto text = list_of(rules.kinds, media::name_of);
    if (rules.types.empty()) return text;
    auto const types = list_of(rules.types, without_kind);
    return text.empty() ? types : text + " (" + types + ")";
}

std::string sides_text(media_rules const& rules) {
    if (rules.min_side > 0 && rules.max_side > 0)
        return "sides of " + std::to_string(rules.min_side) + " to " + std::to_string(rules.max_side) + " pixels";
    if (rules.min_side > 0) return "sides of at least " + std::to_string(rules.min_side) + " pixels";
    if (rules.max_side > 0) return "sides of at most " + std::to_string(rules.max_side) + " pixels";
    return {};
}

std::string described(media::facts const& found) {
    if (found.what == media::kind::unknown) return "of an unknown kind";
    return std::string(media::name_of(found.what)) + " (" + found.type + ")";
}

// Types are written as media types or by the extension's name: audio/mpeg, audio/mp3.
bool has_type(media_rules const& rules, media::facts const& found) {
    if (rules.types.empty()) return true;
    auto const by_extension = std::string(media::name_of(found.what)) + "/" + found.extension;
    return std::ranges::any_of(rules.types,
                               [&](auto const& type) { return type == found.type || type == by_extension; });
}

bool has_kind(media_rules const& rules, media::facts const& found) {
    return rules.kinds.empty() || std::ranges::find(rules.kinds, found.what) != rules.kinds.end();
}

// Containers of both; and office documents that are really HTML, RTF or plain text.
bool may_pass_for(media::kind claimed, media::kind found) {
    using enum media::kind;
    if (claimed == unknown || claimed == found) return true;
    auto const is_one_of = [found](media::kind a, media::kind b) { return found == a || found == b; };
    if (claimed == audio || claimed == video) return is_one_of(audio, video);
    if (claimed == document || claimed == text) return is_one_of(document, text);
    return false;
}

// Whether a sound file of this type would have told its size by its head.
bool tells_size(media::facts const& found, std::uint64_t size) {
    constexpr std::uint64_t head = 64 * 1024;  // as much as is looked at
    for (auto const* always : {"image/png", "image/gif", "image/bmp"})
        if (found.type == always) return true;
    return size <= head && (found.type == "image/jpeg" || found.type == "image/webp");
}

void check_pixels(media_rules const& rules, media::facts const& found, std::uint64_t file_size) {
    bool const limited = rules.min_side > 0 || rules.max_side > 0 || rules.max_ratio > 0;
    if (limited && !found.width && tells_size(found, file_size))
        throw media_problem(rules, "It is a broken " + described(found) + ": its head does not tell its size.");
    if (!found.width || !found.height) return;
    auto const [shorter, longer] = std::minmax(*found.width, *found.height);
    auto const size = std::to_string(*found.width) + "x" + std::to_string(*found.height) + " pixels";
    bool const fits = shorter >= rules.min_side && (rules.max_side == 0 || longer <= rules.max_side);
    if (!fits) throw media_problem(rules, "It has " + size + ".");
    if (rules.max_ratio > 0 && longer > rules.max_ratio * shorter)
        throw media_problem(rules, "It has " + size + ", which is too long and thin.");
}

}  // namespace

std::string allowed_text(media_rules const& rules) {
    std::string text;
    auto const add = [&text](std::string const& part) {
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    };
    add(kinds_text(rules));
    if (rules.max_bytes > 0) add("at most " + megabytes(rules.max_bytes));
    add(sides_text(rules));
    if (rules.max_ratio > 0) add("the longer side at most " + one_decimal(rules.max_ratio) + " times the shorter");
    return text.empty() ? text : "Allowed: " + text + ".";
}

media_error media_problem(media_rules const& rules, std::string_view text) {
    auto const allowed = allowed_text(rules);
    auto whole = (rules.name.empty() ? "" : rules.name + ": ") + std::string(text);
    return media_error(allowed.empty() ? whole : whole + " " + allowed);
}

void check_media(media_rules const& rules, media::facts const& found, std::uint64_t size, std::string_view file_name) {
    if (size == 0) throw media_problem(rules, "It is empty.");
    auto const claimed = media::kind_by_name(file_name);
    if (!may_pass_for(claimed, found.what))
        throw media_problem(rules, "By its name it is " + std::string(media::name_of(claimed)) + ", by its content " +
                                       described(found) + ": it is not sent.");
    if (!has_kind(rules, found) || !has_type(rules, found))
        throw media_problem(rules, "It is " + described(found) + ".");
    if (rules.max_bytes > 0 && size > rules.max_bytes) throw media_problem(rules, "It has " + megabytes(size) + ".");
    check_pixels(rules, found, size);
}

std::string checked_url(media_rules const& rules, std::string_view text) {
    std::string encoded;
    for (char c : text) encoded += c <= ' ' || c > '~' ? net::percent_encode({&c, 1}) : std::string(1, c);
    auto const quoted = one_line(text, longest_quote);
    auto const parsed = net::parse_url(encoded);
    if (!parsed)
        throw media_problem(rules, quoted + " is not a URL that DashScope can fetch: it must be http or https.");
    if (!parsed->userinfo.empty())
        throw media_problem(rules, "The URL must be reachable without a login: it holds a user name or password.");
    return encoded;
}

void check_reference(media_rules const& rules, std::string_view text) {
    auto const key = text.substr(std::min<std::size_t>(text.size(), 6));
    bool const is_good = !key.empty() && !key.starts_with('/') &&
                         std::ranges::none_of(key, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
    if (!is_good)
        throw media_problem(rules, one_line(text, longest_quote) + " is not a reference to an uploaded file.");
}

}  // namespace dashscope
