#include "media/bytes.hpp"
#include "media/probes.hpp"
#include "platform/ascii.hpp"

#include <algorithm>

namespace media {

using namespace std::string_view_literals;

namespace {

struct office {
    std::string_view mark, type, extension;
};

constexpr std::string_view open_xml = "application/vnd.openxmlformats-officedocument.";

// Zip archives tell by the names of their files.
probe_result zip(std::string_view head) {
    if (!head.starts_with("PK\x03\x04")) return {};
    constexpr office kinds[] = {
        {"word/", "wordprocessingml.document", "docx"},
        {"xl/", "spreadsheetml.sheet", "xlsx"},
        {"ppt/", "presentationml.presentation", "pptx"},
    };
    constexpr office declared[] = {
        {"mimetypeapplication/epub+zip", "application/epub+zip", "epub"},
        {"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", "odt"},
    };
    for (auto const& [mark, type, extension] : declared)
        if (has_at(head, 30, mark)) return facts_of(kind::document, type, extension);
    for (std::size_t at = 0; at != std::string_view::npos; at = head.find("PK\x03\x04", at + 4))
        for (auto const& [mark, type, extension] : kinds)
            if (has_at(head, at + 30, mark))
                return facts_of(kind::document, std::string(open_xml) + std::string(type), extension);
    return facts_of(kind::document, "application/zip", "zip");
}

// Office files of before 2007: the directory's names are UTF-16.
probe_result ole(std::string_view head) {
    if (!head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return {};
    constexpr office kinds[] = {
        {"W\0o\0r\0d\0D\0o\0c\0"sv, "application/msword", "doc"},
        {"W\0o\0r\0k\0b\0o\0o\0k\0"sv, "application/vnd.ms-excel", "xls"},
        {"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0"sv, "application/vnd.ms-powerpoint", "ppt"},
    };
    for (auto const& [mark, type, extension] : kinds)
        if (head.find(mark) != std::string_view::npos) return facts_of(kind::document, type, extension);
    return facts_of(kind::document, "application/x-ole-storage", "doc");
}

}  // namespace

probe_result probe_document(std::string_view head) {
    if (head.substr(0, 1024).find("%PDF-") != std::string_view::npos)
        return facts_of(kind::document, "application/pdf", "pdf");
    if (head.starts_with("{\\rtf")) return facts_of(kind::document, "application/rtf", "rtf");
    if (auto found = zip(head)) return found;
    return ole(head);
}

// --- text ---

namespace {

bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B) || c == 0x7F;
}

// The length of the UTF-8 character that `in` begins with; 0 for none. A head may end within one.
std::size_t utf8_length(std::string_view in) {
    auto const first = byte_at(in, 0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    std::size_t const length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < std::min(length, in.size()); ++i)
        if ((byte_at(in, i) & 0xC0) != 0x80) return 0;
    return std::min(length, in.size());
}

// GBK, in which much Chinese text is still written.
std::size_t gbk_length(std::string_view in) {
    auto const first = byte_at(in, 0);
    if (first < 0x80) return 1;
    if (first == 0x80 || first == 0xFF) return 0;
    if (in.size() == 1) return 1;
    auto const second = byte_at(in, 1);
    return second >= 0x40 && second <= 0xFE && second != 0x7F ? 2 : 0;
}

bool is_text(std::string_view in, std::size_t (*length)(std::string_view)) {
    while (!in.empty()) {
        auto const size = length(in);
        if (size == 0 || is_control(static_cast<unsigned char>(in[0]))) return false;
        in.remove_prefix(size);
    }
    return true;
}

std::string_view trimmed(std::string_view in) {
    auto const at = in.find_first_not_of(" \t\r\n");
    return at == std::string_view::npos ? std::string_view() : in.substr(at);
}

// Takes one token of JSON; false where there is none. The head may end within one.
bool take_token(std::string_view& in) {
    if (in[0] == '"') {
        for (std::size_t i = 1; i < in.size(); ++i) {
            if (in[i] == '\\') {
                ++i;
            } else if (in[i] == '"') {
                in.remove_prefix(i + 1);
                return true;
            }
        }
        in = {};
        return true;
    }
    if (std::string_view("{}[]:,").find(in[0]) != std::string_view::npos) {
        in.remove_prefix(1);
        return true;
    }
    for (std::string_view word : {"true", "false", "null"}) {
        if (!in.starts_with(word.substr(0, in.size()))) continue;
        in.remove_prefix(std::min(word.size(), in.size()));
        return true;
    }
    auto const end = std::min(in.find_first_not_of("+-.0123456789eE"), in.size());
    if (end == 0 || in[0] == 'e' || in[0] == 'E' || in[0] == '.') return false;
    in.remove_prefix(end);
    return true;
}

// Its tokens, not its grammar: enough to tell it from prose in brackets.
bool is_json(std::string_view in) {
    in = trimmed(in);
    if (!in.starts_with('{') && !in.starts_with('[')) return false;
    for (; !in.empty(); in = trimmed(in))
        if (!take_token(in)) return false;
    return true;
}

}  // namespace

probe_result probe_text(std::string_view head) {
    if (head.empty()) return {};
    if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv))
        return facts_of(kind::text, "text/plain", "txt");
    if (head.starts_with("\xEF\xBB\xBF"sv)) head.remove_prefix(3);
    if (!is_text(head, utf8_length) && !is_text(head, gbk_length)) return {};
    auto const beginning = trimmed(head);
    if (is_json(beginning)) return facts_of(kind::text, "application/json", "json");
    if (platform::begins_ignoring_case(beginning, "<!doctype html") || platform::begins_ignoring_case(beginning, "<html"))
        return facts_of(kind::text, "text/html", "html");
    if (beginning.starts_with("<svg") ||
        (beginning.starts_with("<?xml") && beginning.find("<svg") != std::string_view::npos))
        return facts_of(kind::text, "image/svg+xml", "svg");
    if (beginning.starts_with("<?xml")) return facts_of(kind::text, "application/xml", "xml");
    return facts_of(kind::text, "text/plain", "txt");
}

}  // namespace media
