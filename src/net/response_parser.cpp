#include "net/response_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace net {

namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

constexpr int interim_limit = 32;

// `0 CRLF CRLF`. Beast asserts that a last chunk comes again with at least that, when it was offered without its end.
constexpr std::size_t shortest_last_chunk = 5;

std::string_view view(string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

class response_parser::parser final : public http::basic_parser<false> {
public:
    explicit parser(bool without_body) {
        eager(true);
        skip(without_body);
        header_limit(response_head_limit);
        body_limit(boost::none);  // the owner of the body counts
    }

    int status = 0;
    headers fields;
    std::string body;

private:
    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}

    void on_response_impl(int code, string_view, int, error_code&) override { status = code; }

    void on_field_impl(http::field, string_view name, string_view value, error_code& error) override {
        try {
            fields.add(view(name), view(value));
        } catch (std::invalid_argument const&) {
            error = http::error::bad_field;
        }
    }

    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}

    std::size_t on_body_impl(string_view piece, error_code&) override {
        body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code&) override {
        body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_finish_impl(error_code&) override {}
};

response_parser::response_parser(bool without_body)
    : parser_(std::make_unique<parser>(without_body)), without_body_(without_body) {}

response_parser::~response_parser() = default;

boost::system::result<std::size_t> response_parser::put(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !parser_->is_done()) {
        error_code error;
        auto const rest = bytes.substr(used);
        if (in_last_chunk_ && rest.size() < shortest_last_chunk) break;
        used += parser_->put(boost::asio::const_buffer(rest.data(), rest.size()), error);
        bool const incomplete = error == http::error::need_more;
        in_last_chunk_ =
            incomplete && parser_->is_header_done() && bytes.substr(used).find('\n') != std::string_view::npos;
        if (incomplete) break;
        if (error) return error;
        if (!parser_->is_done() || parser_->status / 100 != 1) continue;
        // 101 would be the answer to an upgrade, which is never asked for.
        if (parser_->status == 101 || ++interim_ > interim_limit) return make_error_code(http::error::bad_status);
        parser_ = std::make_unique<parser>(without_body_);
    }
    return used;
}

error_code response_parser::put_end() {
    if (parser_->is_done()) return {};
    if (!parser_->got_some()) return http::error::end_of_stream;
    error_code error;
    parser_->put_eof(error);
    return error;
}

bool response_parser::head_done() const {
    return parser_->is_header_done();
}
bool response_parser::done() const {
    return parser_->is_done();
}
bool response_parser::keep_alive() const {
    return parser_->is_done() && parser_->keep_alive();
}
int response_parser::status() const {
    return parser_->status;
}
headers const& response_parser::fields() const {
    return parser_->fields;
}
std::string& response_parser::body() {
    return parser_->body;
}

std::optional<std::uint64_t> response_parser::content_length() const {
    if (auto const length = parser_->content_length()) return *length;
    return std::nullopt;
}

}  // namespace net
