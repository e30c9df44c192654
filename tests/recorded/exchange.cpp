#include "exchange.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

namespace recorded {

namespace {

std::optional<std::string> read(std::string const& file_name) {
    std::ifstream file(std::filesystem::path(RECORDED_EXCHANGES) / file_name, std::ios::binary);
    if (!file) return std::nullopt;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

std::string read_first(std::string const& name, std::initializer_list<std::string_view> endings) {
    for (auto ending : endings)
        if (auto text = read(name + "." + std::string(ending))) return *text;
    return {};
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// Takes the fields out of a head; what is no field is its first line.
std::string read_head(std::string const& head, std::vector<field>& fields) {
    std::istringstream lines(head);
    std::string first, line;
    while (std::getline(lines, line)) {
        if (line.ends_with('\r')) line.pop_back();
        bool const begins = line.starts_with("HTTP/") || line.find(' ') < line.find(": ");
        auto const colon = line.find(':');
        if (begins && first.empty())
            first = line;
        else if (colon != std::string::npos)
            fields.push_back({lower(line.substr(0, colon)), line.substr(std::min(line.size(), colon + 2))});
    }
    return first;
}

void read_request_line(std::string_view line, exchange& into) {
    auto const blank = line.find(' ');
    if (blank == std::string_view::npos) return;
    into.method = line.substr(0, blank);
    line.remove_prefix(blank + 1);
    line = line.substr(0, line.find(' '));
    // Some tools write down the whole URL.
    if (line.starts_with("https://")) line.remove_prefix(line.find('/', 8));
    auto const mark = std::min(line.find('?'), line.size());
    into.path = line.substr(0, mark);
    into.query = line.substr(std::min(mark + 1, line.size()));
}

void read_status_line(std::string_view line, exchange& into) {
    if (line.size() < 12) return;
    std::from_chars(line.data() + 9, line.data() + 12, into.status);
}

}  // namespace

bool exchange::streamed() const {
    auto const type = value_of(response_fields, "content-type");
    // Some recordings lack the field.
    return type.starts_with("text/event-stream") || (type.empty() && response_body.starts_with("id:"));
}

std::vector<std::string> names() {
    std::set<std::string> found;
    for (auto const& entry : std::filesystem::directory_iterator(RECORDED_EXCHANGES)) {
        auto const file = entry.path().filename().string();
        if (file != "README.md") found.insert(file.substr(0, file.find('.')));
    }
    return {found.begin(), found.end()};
}

exchange load(std::string_view name) {
    std::string const base(name);
    exchange made;
    auto const asked = read_first(base, {"request.header.txt", "header.txt"});
    auto const answered = read_first(base, {"response.header.txt"});
    if (asked.empty() && answered.empty()) throw std::runtime_error("no such recording: " + base);
    read_request_line(read_head(asked, made.request_fields), made);
    read_status_line(read_head(answered, made.response_fields), made);
    made.request_body = read_first(base, {"request.body.json", "request.body.txt"});
    made.response_body = read_first(base, {"response.body.txt"});
    return made;
}

std::string_view value_of(std::vector<field> const& fields, std::string_view name) {
    auto const found = std::ranges::find(fields, name, &field::name);
    return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace recorded
