#include "mcp/uri_template.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <stdexcept>

namespace urls = boost::urls;

namespace mcp {

namespace {

// Without a slash: a simple variable's value has it encoded.
std::optional<std::string> decoded(std::string_view text) {
    if (text.empty() || text.find('/') != std::string_view::npos) return std::nullopt;
    auto const checked = urls::make_pct_string_view(text);
    if (!checked) return std::nullopt;
    return checked->decode();
}

}  // namespace

uri_template::uri_template(std::string text) : text_(std::move(text)) {
    std::string_view rest = text_;
    auto const refuse = [&] { throw std::invalid_argument("not a URI template of ours: " + text_); };
    for (;;) {
        auto const open = rest.find('{');
        literals_.emplace_back(rest.substr(0, open));
        if (open == std::string_view::npos) break;
        auto const close = rest.find('}', open);
        if (close == std::string_view::npos || close == open + 1) refuse();
        if (!names_.empty() && literals_.back().empty()) refuse();
        names_.emplace_back(rest.substr(open + 1, close - open - 1));
        // Operators of the higher levels of RFC 6570.
        if (names_.back().find_first_of("+#./;?&,*:") != std::string::npos) refuse();
        rest.remove_prefix(close + 1);
    }
}

std::optional<std::vector<std::string>> uri_template::match(std::string_view uri) const {
    if (!uri.starts_with(literals_.front())) return std::nullopt;
    uri.remove_prefix(literals_.front().size());
    std::vector<std::string> values;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        auto const& behind = literals_[i + 1];
        auto const end = behind.empty() ? uri.size() : uri.find(behind);
        if (end == std::string_view::npos) return std::nullopt;
        auto value = decoded(uri.substr(0, end));
        if (!value) return std::nullopt;
        values.push_back(std::move(*value));
        uri.remove_prefix(end + behind.size());
    }
    if (!uri.empty()) return std::nullopt;
    return values;
}

std::string uri_template::expand(std::vector<std::string> const& values) const {
    auto uri = literals_.front();
    for (std::size_t i = 0; i < names_.size(); ++i)
        uri += urls::encode(values.at(i), urls::unreserved_chars) + literals_[i + 1];
    return uri;
}

}  // namespace mcp
