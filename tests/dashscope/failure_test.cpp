#include "dashscope/failure.hpp"

#include "support.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

failure refused(int status, std::string_view body) {
    return failure(parse_error(status, body), beijing_context().words, secret_key);
}

failure lost_at(net::client_errc code, net::progress how_far, aftermath possible = aftermath::none) {
    net::client_error error(code, how_far, "dashscope.aliyuncs.com did not answer.");
    return failure(error, beijing_context().words, secret_key, possible);
}

}  // namespace

TEST_CASE("the text has what failed, code and message, request id, what to do") {
    auto failed = refused(401, recorded("auth-error-nosse"));
    CHECK(failed.text().starts_with(
        "Chat with qwen-plus failed. DashScope answered InvalidApiKey (HTTP 401): Invalid API-key provided. "
        "Request id: a1c0561c-1dfe-98a6-a62f-983577b8bc5e. Check the API key"));
    CHECK(failed.kind() == error_kind::invalid_key);
    CHECK(failed.text() == failed.what());
    CHECK_FALSE(failed.transport());
    CHECK_FALSE(contains(failed.text(), "\n"));
}

TEST_CASE("texts for errors that say little") {
    CHECK(refused(500, "").text().starts_with("Chat with qwen-plus failed. DashScope answered HTTP 500: no message."));
    CHECK(refused(429, R"({"code":"Throttling"})")
              .text()
              .starts_with("Chat with qwen-plus failed. DashScope answered Throttling (HTTP 429): no message."));
    auto bare = failure(api_error{}, beijing_context().words, "");
    CHECK(bare.text() == "Chat with qwen-plus failed. DashScope answered an error: no message.");
}

TEST_CASE("a key that the server echoes is removed from every part") {
    auto body = R"({"code":"InvalidApiKey","message":"Incorrect API key: )" + std::string(secret_key) +
                R"(","request_id":"r"})";
    auto failed = refused(401, body);
    CHECK_FALSE(contains(failed.text(), secret_key));
    CHECK_FALSE(contains(failed.api().message, secret_key));
    CHECK(contains(failed.text(), "***"));
}

TEST_CASE("transport failures are explained, and know how far they got") {
    struct {
        net::client_errc code;
        error_kind kind;
        std::string_view part;
    } const cases[] = {
        {net::client_errc::resolve_failed, error_kind::unavailable, "HTTPS_PROXY"},
        {net::client_errc::connect_failed, error_kind::unavailable, "network"},
        {net::client_errc::connect_timeout, error_kind::timeout, "network"},
        {net::client_errc::tls_failed, error_kind::unavailable, "SSL_CERT_FILE"},
        {net::client_errc::proxy_failed, error_kind::unavailable, "NO_PROXY"},
        {net::client_errc::read_timeout, error_kind::timeout, "more time"},
        {net::client_errc::deadline_exceeded, error_kind::timeout, "more time"},
        {net::client_errc::connection_lost, error_kind::unavailable, "Try again"},
        {net::client_errc::bad_response, error_kind::bad_answer, "base URL"},
        {net::client_errc::too_large, error_kind::bad_answer, "base URL"},
    };
    for (auto const& c : cases) {
        auto failed = lost_at(c.code, net::progress::sent);
        CHECK(failed.transport() == c.code);
        CHECK(failed.kind() == c.kind);
        CHECK(failed.how_far() == net::progress::sent);
        CHECK(contains(failed.text(), c.part));
        CHECK(contains(failed.text(), "dashscope.aliyuncs.com"));
    }
}

TEST_CASE("a request whose answer is lost says what may have come of it") {
    struct {
        aftermath possible;
        bool paid;
        std::string_view part;
    } const cases[] = {
        {aftermath::task, true, "the job may exist and be billed: look for it in the list"},
        {aftermath::paid, true, "it may be billed although what it made is lost"},
        {aftermath::changed, false, "it may have been carried out"},
        {aftermath::none, false, "Try again."},
    };
    for (auto const& c : cases) {
        auto const failed = lost_at(net::client_errc::connection_lost, net::progress::sent, c.possible);
        CHECK(failed.may_have_been_submitted() == c.paid);
        CHECK(contains(failed.text(), c.part));
        CHECK(contains(failed.text(), "billed") == c.paid);
    }
}
