#include "install/toml_scan.hpp"

#include <algorithm>
#include <cctype>

namespace install {

namespace {

class scanner {
public:
    explicit scanner(std::string_view text) : text_(text) {
        if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }

    std::vector<toml_item> items() {
        for (;;) {
            auto const begin = line_begin();
            skip_blanks();
            if (at_ >= text_.size()) return std::move(items_);
            if (peek() == '#' || peek() == '\n' || peek() == '\r') {
                end_line();
                continue;
            }
            toml_item item;
            item.begin = begin;
            if (peek() == '[')
                header(item);
            else
                pair(item);
            end_line();
            item.end = at_;
            items_.push_back(std::move(item));
        }
    }

private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool ahead(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    std::size_t line_begin() const { return at_; }
    void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size()); }

    [[noreturn]] void fail(std::string_view why) const {
        throw edit_error("not valid TOML at " + place_of(text_, at_) + " (" + std::string(why) + ")");
    }

    void expect(char wanted, std::string_view why) {
        if (peek() != wanted) fail(why);
        ++at_;
    }

    void end_line() {
        skip_blanks();
        if (peek() == '#') at_ = std::min(text_.find('\n', at_), text_.size());
        if (peek() == '\r') ++at_;
        if (at_ < text_.size() && peek() != '\n') fail("more than one value on a line");
        at_ = std::min(at_ + 1, text_.size());
    }

    void header(toml_item& item) {
        bool const array = ahead("[[");
        at_ += array ? 2 : 1;
        item.what = array ? toml_item::kind::array_table : toml_item::kind::table;
        item.path = keys();
        expect(']', "a table's name without its end");
        if (array) expect(']', "a table's name without its end");
        table_ = item.path;
    }

    void pair(toml_item& item) {
        item.path = table_;
        item.depth = table_.size();
        for (auto& key : keys()) item.path.push_back(std::move(key));
        expect('=', "a key without a value");
        skip_blanks();
        item.value_begin = at_;
        value();
        item.value_end = at_;
    }

    key_path keys() {
        key_path path;
        for (;;) {
            skip_blanks();
            path.push_back(key());
            skip_blanks();
            if (peek() != '.') return path;
            ++at_;
        }
    }

    std::string key() {
        if (peek() == '"' || peek() == '\'') return quoted_key();
        auto const begin = at_;
        while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '-' || peek() == '_') ++at_;
        if (at_ == begin) fail("a key was expected");
        return std::string(text_.substr(begin, at_ - begin));
    }

    // The usual escapes are enough: the keys that we look for have none.
    std::string quoted_key() {
        auto const begin = at_;
        bool const escapes = peek() == '"';
        string();
        auto const raw = text_.substr(begin + 1, at_ - begin - 2);
        std::string key;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (escapes && raw[i] == '\\' && i + 1 < raw.size() && (raw[i + 1] == '"' || raw[i + 1] == '\\')) ++i;
            key += raw[i];
        }
        return key;
    }

    void string() {
        char const quote = peek();
        std::string const three(3, quote);
        bool const multiline = ahead(three);
        at_ += multiline ? 3 : 1;
        for (;; ++at_) {
            if (at_ >= text_.size() || (!multiline && peek() == '\n')) fail("a string without its end");
            if (quote == '"' && peek() == '\\')
                ++at_;
            else if (multiline ? ahead(three) : peek() == quote)
                break;
        }
        at_ += multiline ? 3 : 1;
        // A multi-line string may end in quotes of its own.
        while (multiline && peek() == quote) ++at_;
    }

    void value() {
        char const first = peek();
        if (first == '"' || first == '\'') return string();
        if (first == '[' || first == '{') return nested();
        auto const begin = at_;
        at_ = std::min(text_.find_first_of("#\r\n", at_), text_.size());
        while (at_ > begin && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t')) --at_;
        if (at_ == begin) fail("a key without a value");
    }

    // Arrays and inline tables, with the comments and lines in them.
    void nested() {
        for (std::size_t open = 0;;) {
            char const next = peek();
            if (at_ >= text_.size()) fail("a list or table without its end");
            if (next == '"' || next == '\'') {
                string();
                continue;
            }
            if (next == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
                continue;
            }
            ++at_;
            if (next == '[' || next == '{') ++open;
            if ((next == ']' || next == '}') && --open == 0) return;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    key_path table_;
    std::vector<toml_item> items_;
};

}  // namespace

std::vector<toml_item> scan_toml(std::string_view text) {
    return scanner(text).items();
}

}  // namespace install
