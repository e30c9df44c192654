#include "upstream/failure.hpp"

#include <algorithm>

namespace upstream {

namespace {

constexpr std::size_t kept_of_body = 4096;

bool speaks_of_session(std::string_view body) {
    return net::lower_case(body.substr(0, kept_of_body)).find("session") != std::string::npos;
}

}  // namespace

failure failure::lost(net::client_error const& error) {
    failure made;
    made.kind = error.code() == net::client_errc::deadline_exceeded ? fault::timed_out : fault::transport;
    made.cause = error;
    made.text_ = error.what();
    return made;
}

failure failure::late() {
    failure made;
    made.kind = fault::timed_out;
    made.text_ = "the server did not answer in time";
    return made;
}

failure failure::refusal(int status, net::headers const& fields, std::string_view body, bool with_session) {
    failure made;
    made.kind = fault::refused;
    made.status = status;
    made.body = std::string(body.substr(0, kept_of_body));
    made.request_id = std::string(fields.value_or("x-request-id", ""));
    made.retry_after = std::string(fields.value_or("retry-after", ""));
    // 2025-06-18 §Session Management: 404. Some servers say 400 of a session that they have forgotten.
    made.session_lost = with_session && (status == 404 || (status == 400 && speaks_of_session(body)));
    made.text_ = "the server answered HTTP " + std::to_string(status);
    return made;
}

failure failure::reply(std::int64_t code, std::string_view message) {
    failure made;
    made.kind = fault::error_reply;
    made.code = code;
    made.message = std::string(message);
    made.text_ = "the server answered error " + std::to_string(code) + ": " + made.message;
    return made;
}

failure failure::broken(std::string_view why) {
    failure made;
    made.message = std::string(why);
    made.text_ = made.message;
    return made;
}

}  // namespace upstream
