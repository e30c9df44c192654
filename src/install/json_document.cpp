#include "install/json_document.hpp"

#include "install/json_tree.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace install {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_blank(std::string_view text) {
    return text.find_first_not_of(blanks) == std::string_view::npos;
}

bool is_null(std::string_view text, json_node const& node) {
    return text.substr(node.begin, node.end - node.begin) == "null";
}

// What one level adds: as the first line that is indented at all.
std::string unit_of(std::string_view text, json_node const& root) {
    for (auto const& member : root.members) {
        auto const indent = indent_at(text, member.begin);
        if (!indent.empty()) return std::string(indent);
    }
    return "  ";
}

json::value wrapped(key_path const& path, std::size_t from, json::value value) {
    for (auto i = path.size(); i > from; --i) value = json::object{{path[i - 1], std::move(value)}};
    return value;
}

/// The node at `path`; null when it is missing.
json_node const* walk(json_node const& root, key_path const& path) {
    auto const* node = &root;
    for (auto const& key : path) {
        auto const* member = node->what == json_node::kind::object ? node->find(key) : nullptr;
        if (!member) return nullptr;
        node = &member->value;
    }
    return node;
}

// Behind the last byte before `end` that is not blank: comments stay before what is added.
std::size_t behind_content(std::string_view text, std::size_t end) {
    return text.substr(0, end).find_last_not_of(blanks) + 1;
}

template <typename Container, typename Each>
std::string lines(Container const& all, char open, char close, std::string_view unit, std::string_view indent,
                  std::string_view newline, Each const& each) {
    if (all.empty()) return {open, close};
    auto const inner = std::string(newline) + std::string(indent) + std::string(unit);
    std::string out(1, open);
    for (auto const& item : all) out += (out.size() > 1 ? "," : "") + inner + each(item, inner.substr(newline.size()));
    return out + std::string(newline) + std::string(indent) + close;
}

}  // namespace

std::string pretty(json::value const& value, std::string_view unit, std::string_view indent, std::string_view newline) {
    if (auto const* object = value.if_object())
        return lines(*object, '{', '}', unit, indent, newline, [&](auto const& member, std::string const& inner) {
            return json::serialize(member.key()) + ": " + pretty(member.value(), unit, inner, newline);
        });
    if (auto const* array = value.if_array())
        return lines(*array, '[', ']', unit, indent, newline,
                     [&](auto const& item, std::string const& inner) { return pretty(item, unit, inner, newline); });
    return json::serialize(value);
}

json_document::json_document(std::string text) : text_(std::move(text)) {
    if (is_blank(text_)) text_ = "{}\n";
    auto const root = read_json_tree(text_);
    if (root.what != json_node::kind::object) throw edit_error("does not hold a JSON object");
}

bool json_document::on_one_line() const {
    auto const content = std::string_view(text_).substr(0, behind_content(text_, text_.size()));
    return content.size() > 2 && content.find('\n') == std::string_view::npos;
}

json::value json_document::value_of(json_node const& node) const {
    json::parse_options options;
    options.allow_comments = true;
    options.allow_trailing_commas = true;
    options.allow_invalid_utf8 = true;
    options.max_depth = 200;
    return json::parse(std::string_view(text_).substr(node.begin, node.end - node.begin), {}, options);
}

std::optional<json::value> json_document::find(key_path const& path) const {
    auto const root = read_json_tree(text_);
    auto const* node = walk(root, path);
    if (!node) return std::nullopt;
    return value_of(*node);
}

void json_document::set(key_path const& path, json::value const& value) {
    auto const root = read_json_tree(text_);
    auto const unit = unit_of(text_, root);
    auto const* node = &root;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (node->what != json_node::kind::object)
            throw edit_error("\"" + joined({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i)}) +
                             "\" is not an object");
        auto const* member = node->find(path[i]);
        if (!member) return insert(*node, &path[i], wrapped(path, i + 1, value));
        node = &member->value;
        if (i + 1 == path.size() || !is_null(text_, *node)) continue;
        return set({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(i) + 1}, wrapped(path, i + 1, value));
    }
    auto const indent = std::string(indent_at(text_, node->begin));
    auto const written = on_one_line() ? json::serialize(value) : pretty(value, unit, indent, newline_of(text_));
    text_.replace(node->begin, node->end - node->begin, written);
}

void json_document::append(key_path const& path, json::value const& value) {
    auto const root = read_json_tree(text_);
    auto const* node = walk(root, path);
    if (!node || is_null(text_, *node)) return set(path, json::array{value});
    if (node->what != json_node::kind::array) throw edit_error("\"" + joined(path) + "\" is not an array");
    insert(*node, nullptr, value);
}

void json_document::insert(json_node const& into, std::string const* key, json::value const& value) {
    if (into.members.empty()) return insert_into_empty(into, key, value);
    auto const first = into.members.front().begin;
    if (text_.find('\n', into.begin) < first) return insert_on_own_line(into, key, value);
    std::string written = ", ";
    if (key) written += json::serialize(*key) + ": ";
    text_.insert(into.members.back().value.end, written + json::serialize(value));
}

void json_document::insert_into_empty(json_node const& into, std::string const* key, json::value const& value) {
    auto const label = key ? json::serialize(*key) : std::string();
    if (on_one_line()) {
        text_.replace(into.begin + 1, into.end - into.begin - 2,
                      (key ? label + ":" : std::string()) + json::serialize(value));
        return;
    }
    auto const unit = unit_of(text_, read_json_tree(text_));
    auto const newline = std::string(newline_of(text_));
    auto const outer = std::string(indent_at(text_, into.begin));
    auto const end = behind_content(text_, into.end - 1);
    auto const written = newline + outer + unit + (key ? label + ": " : std::string()) +
                         pretty(value, unit, outer + unit, newline) + newline + outer;
    text_.replace(end, into.end - 1 - end, written);
}

void json_document::insert_on_own_line(json_node const& into, std::string const* key, json::value const& value) {
    auto const& last = into.members.back();
    auto const indent = std::string(indent_at(text_, into.members.front().begin));
    auto const newline = std::string(newline_of(text_));
    auto written = newline + indent + (key ? json::serialize(*key) + ": " : std::string()) +
                   pretty(value, unit_of(text_, read_json_tree(text_)), indent, newline);
    if (into.trailing_comma) written += ',';
    text_.insert(behind_content(text_, into.end - 1), written);
    if (!into.trailing_comma) text_.insert(last.value.end, ",");
}

bool json_document::remove(key_path const& path) {
    key_path const outer(path.begin(), path.end() - 1);
    bool removed = false;
    for (;; removed = true) {
        auto const root = read_json_tree(text_);
        auto const* from = walk(root, outer);
        auto const* member = from && from->what == json_node::kind::object ? from->find(path.back()) : nullptr;
        if (!member) return removed;
        erase(*from, static_cast<std::size_t>(member - from->members.data()));
    }
}

bool json_document::remove_items(key_path const& path, std::function<bool(json::value const&)> const& which) {
    bool removed = false;
    for (;; removed = true) {
        auto const root = read_json_tree(text_);
        auto const* from = walk(root, path);
        if (!from || from->what != json_node::kind::array) return removed;
        auto const found = std::find_if(from->members.begin(), from->members.end(),
                                        [&](auto const& item) { return which(value_of(item.value)); });
        if (found == from->members.end()) return removed;
        erase(*from, static_cast<std::size_t>(found - from->members.begin()));
    }
}

// A member goes with its line: its comma, and a comment that stands behind it on the line.
void json_document::erase(json_node const& from, std::size_t index) {
    auto const& member = from.members[index];
    bool const last = index + 1 == from.members.size();
    auto begin = member.begin;
    auto end = member.comma ? *member.comma + 1 : member.value.end;
    auto const before = behind_content(text_, begin);
    bool const own_line = text_.find('\n', before) < begin;
    if (own_line) {
        auto const rest = std::min(text_.find('\n', end), from.end - 1);
        auto const tail = std::string_view(text_).substr(end, rest - end);
        auto const comment = tail.find_first_not_of(" \t");
        if (comment != std::string_view::npos && tail.substr(comment).starts_with("//"))
            end = behind_content(text_, rest);
        // Whatever shares the line stays on a line of its own: before it there may be a comment.
        bool const alone =
            is_blank(std::string_view(text_).substr(end, std::min(text_.find('\n', end), text_.size()) - end));
        begin = alone ? before : member.begin;
    } else if (!last) {
        end = std::min(text_.find_first_not_of(" \t", end), from.end - 1);
    } else if (index > 0) {
        begin = from.members[index - 1].value.end;
    }
    text_.erase(begin, end - begin);
    // The one before is now the last: without a trailing comma before, it must have none.
    if (own_line && last && index > 0 && !from.trailing_comma) text_.erase(*from.members[index - 1].comma, 1);
    if (from.members.size() == 1) collapse(from.begin);
}

// `{\n  }` is `{}`; what holds a comment stays open.
void json_document::collapse(std::size_t begin) {
    auto const close = text_.find_first_not_of(blanks, begin + 1);
    if (text_[close] == '}' || text_[close] == ']') text_.erase(begin + 1, close - begin - 1);
}

}  // namespace install
