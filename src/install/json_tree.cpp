#include "install/json_tree.hpp"

#include "install/text_edit.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>

#include <algorithm>

namespace install {

namespace json = boost::json;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

json::parse_options lenient() {
    json::parse_options options;
    options.allow_comments = true;
    options.allow_trailing_commas = true;
    options.allow_invalid_utf8 = true;
    options.max_depth = 200;
    return options;
}

void check(std::string_view text, std::size_t begin) {
    json::stream_parser parser({}, lenient());
    boost::system::error_code failed;
    auto const rest = text.substr(begin);
    auto const consumed = parser.write_some(rest.data(), rest.size(), failed);
    auto trailing = consumed;
    if (!failed) {
        parser.finish(failed);
        trailing = std::min(rest.find_first_not_of(" \t\r\n", consumed), rest.size());
        if (!failed && trailing < rest.size()) failed = json::error::extra_data;
    }
    if (failed)
        throw edit_error("not valid JSON at " + place_of(text, begin + trailing) + " (" + failed.message() + ")");
}

// The text was checked before: it only has to be walked through.
class walker {
public:
    walker(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    json_node value() {
        skip();
        json_node node;
        node.begin = at_;
        char const first = text_[at_];
        if (first == '{' || first == '[') {
            node.what = first == '{' ? json_node::kind::object : json_node::kind::array;
            members(node);
        } else {
            scalar();
        }
        node.end = at_;
        return node;
    }

private:
    void skip() {
        for (;;) {
            at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
            auto const two = text_.substr(at_, 2);
            if (two == "//")
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (two == "/*")
                at_ = text_.find("*/", at_ + 2) + 2;
            else
                return;
        }
    }

    void string() {
        for (++at_; text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\') ++at_;
        ++at_;
    }

    void scalar() {
        if (text_[at_] == '"') return string();
        at_ = std::min(text_.find_first_of(" \t\r\n,]}/", at_), text_.size());
    }

    std::string key() {
        auto const begin = at_;
        string();
        auto const quoted = text_.substr(begin, at_ - begin);
        skip();
        ++at_;  // the colon
        return std::string(json::parse(quoted, {}, lenient()).as_string());
    }

    void members(json_node& node) {
        for (++at_;;) {
            skip();
            if (text_[at_] == '}' || text_[at_] == ']') break;
            json_member member;
            member.begin = at_;
            if (node.what == json_node::kind::object) member.key = key();
            member.value = value();
            skip();
            node.trailing_comma = text_[at_] == ',';
            if (node.trailing_comma) member.comma = at_++;
            node.members.push_back(std::move(member));
        }
        ++at_;
    }

    std::string_view text_;
    std::size_t at_;
};

}  // namespace

json_member const* json_node::find(std::string_view key) const {
    auto const found =
        std::find_if(members.rbegin(), members.rend(), [&](auto const& member) { return member.key == key; });
    return found == members.rend() ? nullptr : &*found;
}

json_node read_json_tree(std::string_view text) {
    std::size_t const begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    check(text, begin);
    return walker(text, begin).value();
}

}  // namespace install
