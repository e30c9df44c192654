#include "install/toml_document.hpp"

#include "install/toml_scan.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <utility>
#include <vector>

namespace install {

namespace {

bool begins_with(key_path const& path, key_path const& with) {
    return path.size() >= with.size() && std::equal(with.begin(), with.end(), path.begin());
}

std::string key_text(std::string const& key) {
    auto const bare = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
    if (!key.empty() && std::all_of(key.begin(), key.end(), bare)) return key;
    return toml_literal(json::string(key));
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
        char escape[8];
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    return out + '"';
}

// The blank line above a table goes with it.
std::size_t without_gap(std::string_view text, std::size_t begin) {
    auto const before = text.substr(0, begin);
    if (before.ends_with("\r\n\r\n")) return begin - 2;
    return before.ends_with("\n\n") ? begin - 1 : begin;
}

/// The table is somewhere, but not as `[table]`: nothing can be added to it by lines.
void refuse_other_forms(std::vector<toml_item> const& items, key_path const& table) {
    for (auto const& item : items) {
        bool const pair = item.what == toml_item::kind::pair;
        bool const inside = pair && item.depth < table.size() && begins_with(item.path, table);
        bool const above = pair && item.path.size() <= table.size() && begins_with(table, item.path);
        if (inside || above)
            throw edit_error("\"" + joined(table) + "\" is written inline or with dotted keys: write it as " +
                             toml_header(table) + ", or remove it");
        if (item.what == toml_item::kind::array_table && begins_with(table, item.path))
            throw edit_error("\"" + joined(item.path) + "\" is a list of tables");
    }
}

}  // namespace

std::string toml_literal(json::value const& value) {
    if (auto const* text = value.if_string()) return quoted(*text);
    auto const* list = value.if_array();
    if (!list) return json::serialize(value);
    std::string out;
    for (auto const& each : *list) out += (out.empty() ? "" : ", ") + toml_literal(each);
    return "[" + out + "]";
}

std::string toml_header(key_path const& table) {
    std::string out;
    for (auto const& key : table) out += (out.empty() ? "" : ".") + key_text(key);
    return "[" + out + "]";
}

toml_document::toml_document(std::string text) : text_(std::move(text)) {
    scan_toml(text_);
}

bool toml_document::has(key_path const& table) const {
    auto const items = scan_toml(text_);
    return std::any_of(items.begin(), items.end(), [&](auto const& item) { return begins_with(item.path, table); });
}

std::string toml_document::string_at(key_path const& table, std::string const& key) const {
    auto path = table;
    path.push_back(key);
    for (auto const& item : scan_toml(text_)) {
        if (item.what != toml_item::kind::pair || item.path != path) continue;
        auto const raw = std::string_view(text_).substr(item.value_begin, item.value_end - item.value_begin);
        if (raw.starts_with("\"\"\"") || raw.starts_with("'''")) return {};
        if (raw.front() == '\'') return std::string(raw.substr(1, raw.size() - 2));
        // The escapes of "…" are JSON's, but for some that no path has.
        boost::system::error_code failed;
        auto const value = json::parse(raw, failed);
        return failed || !value.is_string() ? std::string() : std::string(value.as_string());
    }
    return {};
}

void toml_document::set(key_path const& table, std::string const& key, json::value const& value) {
    auto const items = scan_toml(text_);
    auto path = table;
    path.push_back(key);
    auto const same = [&](auto const& item) { return item.what == toml_item::kind::pair && item.path == path; };
    if (auto const found = std::find_if(items.begin(), items.end(), same); found != items.end()) {
        text_.replace(found->value_begin, found->value_end - found->value_begin, toml_literal(value));
        return;
    }
    refuse_other_forms(items, table);
    auto const newline = std::string(newline_of(text_));
    auto const line = key_text(key) + " = " + toml_literal(value) + newline;
    auto const header = std::find_if(items.begin(), items.end(), [&](auto const& item) {
        return item.what == toml_item::kind::table && item.path == table;
    });
    if (header == items.end()) {
        if (!text_.empty() && text_.back() != '\n') text_ += newline;
        if (!text_.empty()) text_ += newline;
        text_ += toml_header(table) + newline + line;
        return;
    }
    auto end = header->end;
    for (auto next = header + 1; next != items.end() && next->what == toml_item::kind::pair; ++next) end = next->end;
    bool const open = text_[end - 1] != '\n';  // the last line of the file
    text_.insert(end, (open ? newline : "") + line);
}

// A table goes from its header to its last pair, with the comments between; those behind belong to what follows.
bool toml_document::remove(key_path const& table) {
    auto const items = scan_toml(text_);
    std::vector<std::pair<std::size_t, std::size_t>> ranges;
    for (auto item = items.begin(); item != items.end(); ++item) {
        if (!begins_with(item->path, table)) continue;
        auto [begin, end] = std::pair(item->begin, item->end);
        if (item->what != toml_item::kind::pair) {
            for (; item + 1 != items.end() && item[1].what == toml_item::kind::pair; ++item) end = item[1].end;
            begin = without_gap(text_, begin);
        }
        ranges.emplace_back(begin, end);
    }
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range)
        text_.erase(range->first, range->second - range->first);
    return !ranges.empty();
}

}  // namespace install
