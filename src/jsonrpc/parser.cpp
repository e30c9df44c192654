#include "jsonrpc/document.hpp"

#include "jsonrpc/utf8.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>

namespace json = boost::json;

namespace jsonrpc {

namespace {

using boost::json::error_code;
using boost::json::string_view;

// Where peers give names that are echoed, and meant again by the one who gave them: integers of any length.
constexpr std::array<std::string_view, 1> request_name = {"id"};
constexpr std::array<std::string_view, 2> cancelled_name = {"params", "requestId"};
constexpr std::array<std::string_view, 3> progress_name = {"params", "_meta", "progressToken"};

// Builds the values like Boost.JSON's own handler and watches, on the way, for what its value type forgets: duplicate
// keys, and the digits of names beyond 64 bits.
class handler {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    struct large_integer {
        std::size_t element;
        std::vector<std::string> path;
        std::string text;
    };

    json::value_stack values;
    std::vector<large_integer> large_integers;
    std::string duplicate_key;
    bool has_duplicate = false;

    void reset(json::storage_ptr storage) {
        values.reset(std::move(storage));
        key_hashes_.clear();
        large_integers.clear();
        way_.clear();
        has_duplicate = false;
        depth_ = 0;
        elements_ = 0;
        batch_ = false;  // the text before may have broken off inside of one
        key_ = {};
    }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) {
        ++depth_;
        enter(true);
        return true;
    }
    bool on_object_end(std::size_t n, error_code&) {
        values.push_object(n);
        if (n > compared_at_once) find_duplicate_among_last(n);
        key_hashes_.resize(key_hashes_.size() - n);
        close();
        return true;
    }
    bool on_array_begin(error_code&) {
        batch_ = depth_ == 0 || batch_;
        ++depth_;
        enter(false);
        return true;
    }
    bool on_array_end(std::size_t n, error_code&) {
        values.push_array(n);
        close();
        return true;
    }
    bool on_key_part(string_view text, std::size_t total, error_code&) {
        // The first part begins the key; without this it would follow the key before.
        if (text.size() == total) key_.clear();
        key_.append(text.data(), text.size());
        values.push_chars(text);
        return true;
    }
    bool on_key(string_view text, std::size_t total, error_code&) {
        if (text.size() == total)
            key_.assign(text.data(), text.size());
        else
            key_.append(text.data(), text.size());
        values.push_key(text);
        remember_key();
        return true;
    }
    bool on_string_part(string_view text, std::size_t, error_code&) {
        values.push_chars(text);
        return true;
    }
    bool on_string(string_view text, std::size_t, error_code&) {
        values.push_string(text);
        return scalar();
    }
    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t number, string_view, error_code&) {
        values.push_int64(number);
        return scalar();
    }
    bool on_uint64(std::uint64_t number, string_view, error_code&) {
        values.push_uint64(number);
        return scalar();
    }
    bool on_double(double number, string_view text, error_code& error) {
        values.push_double(number);
        bool const is_name = text.find_first_of(".eE") == string_view::npos && is_name_here();
        if (is_name) remember_integer(text);
        // RFC 8259 §6 leaves the range to us. Boost.JSON reads 1e400 as infinity and 0e50000 as not a number, and
        // writes both as words that are no JSON.
        if (!is_name && !std::isfinite(number)) error = json::error::exponent_overflow;
        return !error && scalar();
    }
    bool on_bool(bool flag, error_code&) {
        values.push_bool(flag);
        return scalar();
    }
    bool on_null(error_code&) {
        values.push_null();
        return scalar();
    }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

private:
    struct seen_key {
        std::size_t hash;
        std::size_t depth;
    };

    // The open containers of a message, as deep as names stand. An array ends the way: nothing in it is a name.
    struct step {
        bool is_object;
        std::string key;  // that led there
    };

    std::size_t depth_in_message() const { return batch_ ? depth_ - 1 : depth_; }
    bool is_on_way() const { return depth_in_message() > 0 && depth_in_message() <= progress_name.size(); }

    void enter(bool is_object) {
        if (is_on_way()) way_.push_back({is_object, key_});
    }

    void leave() {
        if (is_on_way()) way_.pop_back();
    }

    bool leads_to(std::span<std::string_view const> name) const {
        if (name.size() != depth_in_message() || key_ != name.back()) return false;
        for (std::size_t i = 0; i < name.size(); ++i)
            if (!way_[i].is_object || (i > 0 && way_[i].key != name[i - 1])) return false;
        return true;
    }

    bool is_name_here() const { return leads_to(request_name) || leads_to(cancelled_name) || leads_to(progress_name); }

    void remember_integer(string_view text) {
        std::vector<std::string> path;
        for (std::size_t i = 1; i < way_.size(); ++i) path.push_back(way_[i].key);
        path.push_back(key_);
        large_integers.push_back({elements_, std::move(path), std::string(text.data(), text.size())});
    }

    // The keys of every open object, innermost last; those of one object share its depth. Compared by hash: a
    // collision could only make a peer's own odd message be refused. Objects of usual size are compared key by key,
    // large ones once, sorted: a message of a million keys must not cost a million squared.
    static constexpr std::size_t compared_at_once = 16;

    void remember_key() {
        auto const hash = std::hash<std::string_view>{}(key_);
        std::size_t steps = 0;
        for (auto it = key_hashes_.rbegin(); it != key_hashes_.rend() && it->depth == depth_; ++it) {
            if (++steps > compared_at_once) break;
            if (it->hash == hash) found_duplicate(key_);
        }
        key_hashes_.push_back({hash, depth_});
    }

    void find_duplicate_among_last(std::size_t n) {
        std::vector<std::size_t> hashes(n);
        std::transform(key_hashes_.end() - static_cast<std::ptrdiff_t>(n), key_hashes_.end(), hashes.begin(),
                       [](seen_key const& key) { return key.hash; });
        std::sort(hashes.begin(), hashes.end());
        if (std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end()) found_duplicate("(one of many)");
    }

    void found_duplicate(std::string_view key) {
        if (!has_duplicate) duplicate_key = key;
        has_duplicate = true;
    }

    bool scalar() {
        if (batch_ && depth_ == 1) ++elements_;
        return true;
    }

    void close() {
        leave();
        --depth_;
        key_.clear();
        if (batch_ && depth_ == 1) ++elements_;
        if (depth_ == 0) batch_ = false;
    }

    std::vector<seen_key> key_hashes_;
    std::vector<step> way_;
    std::string key_;
    std::size_t depth_ = 0;
    std::size_t elements_ = 0;
    bool batch_ = false;
};

std::string describe(error_code const& code, std::size_t offset) {
    if (code == json::error::too_deep) return "Parse error: nested too deeply";
    return "Parse error: " + code.message() + " at byte " + std::to_string(offset);
}

}  // namespace

struct parser::impl {
    explicit impl(limits bounds) : bounds(bounds), reader(options(bounds)) {}

    static json::parse_options options(limits bounds) {
        json::parse_options result;
        result.max_depth = bounds.depth;
        return result;
    }

    limits bounds;
    json::basic_parser<handler> reader;
};

parser::parser(limits bounds) : impl_(std::make_unique<impl>(bounds)) {}
parser::~parser() = default;

std::optional<error> parser::parse(std::string_view text, document& into) {
    auto& reader = impl_->reader;
    auto& sink = reader.handler();
    into.reset();
    into.limits_ = impl_->bounds;
    reader.reset();
    sink.reset(&into.arena_);

    error_code code;
    auto used = reader.write_some(false, text.data(), text.size(), code);
    // JavaScript writes a string that was cut inside a pair as a lone escape (ECMA-262 §25.5.2.2): grammatically JSON.
    std::string mended;
    if (code && code != json::error::too_deep) mended = mend_surrogates(text);
    if (!mended.empty() && mended != text) {
        text = mended;
        reader.reset();
        sink.reset(&into.arena_);
        code = {};
        used = reader.write_some(false, text.data(), text.size(), code);
    }
    if (!code && used < text.size()) code = json::error::extra_data;
    if (code) {
        sink.values.reset();
        return error{errc::parse_error, describe(code, used), nullptr};
    }
    into.root_ = sink.values.release();
    into.has_duplicate_ = sink.has_duplicate;
    if (sink.has_duplicate) into.duplicate_key_ = sink.duplicate_key;
    for (auto& each : sink.large_integers)
        into.large_integers_.push_back({each.element, std::move(each.path), std::move(each.text)});
    return std::nullopt;
}

}  // namespace jsonrpc
