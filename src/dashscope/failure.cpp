#include "dashscope/failure.hpp"

#include "dashscope/secret.hpp"

namespace dashscope {

namespace {

void end_sentence(std::string& text) {
    if (!text.ends_with('.') && !text.ends_with('!') && !text.ends_with('?')) text += '.';
}

void add_sentence(std::string& text, std::string_view sentence) {
    if (sentence.empty()) return;
    if (!text.empty()) text += ' ';
    text += sentence;
}

std::string status_text(api_error const& error) {
    std::string text = error.code;
    if (error.http_status == 0) return text;
    auto status = "HTTP " + std::to_string(error.http_status);
    return text.empty() ? status : text + " (" + status + ")";
}

std::string_view words_for(aftermath possible) {
    switch (possible) {
        case aftermath::none:
            return {};
        case aftermath::task:
            return "The request had been sent, so the job may exist and be billed: look for it in the list of the "
                   "account's recent tasks before sending it again.";
        case aftermath::paid:
            return "The request had been sent, so it may be billed although what it made is lost; sent again it may be "
                   "billed a second time.";
        case aftermath::changed:
            return "The request had been sent, so it may have been carried out: look whether it was before sending it "
                   "again.";
    }
    return {};
}

std::string describe(api_error const& error, error_context const& context, aftermath possible) {
    std::string text = context.what + " failed.";
    auto status = status_text(error);
    auto said = error.message.empty() ? std::string("no message") : error.message;
    add_sentence(text, "DashScope answered " + (status.empty() ? "an error" : status) + ": " + said);
    end_sentence(text);
    if (!error.request_id.empty()) add_sentence(text, "Request id: " + error.request_id + ".");
    add_sentence(text, possible == aftermath::none ? hint(error, context) : std::string(words_for(possible)));
    return text;
}

error_kind kind_of(net::client_errc code) {
    switch (code) {
        case net::client_errc::read_timeout:
        case net::client_errc::connect_timeout:
        case net::client_errc::deadline_exceeded:
            return error_kind::timeout;
        case net::client_errc::bad_response:
        case net::client_errc::too_large:
            return error_kind::bad_answer;
        default:
            return error_kind::unavailable;
    }
}

std::string_view transport_hint(net::client_errc code) {
    switch (code) {
        case net::client_errc::resolve_failed:
        case net::client_errc::connect_failed:
        case net::client_errc::connect_timeout:
            return "Check the network, the proxy settings (HTTPS_PROXY, NO_PROXY) and the base URL.";
        case net::client_errc::tls_failed:
            return "Check this computer's clock and certificates; behind an inspecting proxy name its authority with "
                   "--ca-file or SSL_CERT_FILE.";
        case net::client_errc::proxy_failed:
            return "Check HTTPS_PROXY and NO_PROXY.";
        case net::client_errc::read_timeout:
        case net::client_errc::deadline_exceeded:
            return "Try again, ask for less, or let the operator allow more time (--timeout, DASHSCOPE_TIMEOUT).";
        case net::client_errc::connection_lost:
            return "Try again.";
        case net::client_errc::bad_response:
        case net::client_errc::too_large:
            return "Check the base URL and any proxy on the way.";
        case net::client_errc::forbidden_address:
            return "Only public addresses are fetched from.";
    }
    return {};
}

std::string describe(net::client_error const& error, error_context const& context, aftermath possible) {
    std::string text = context.what + " failed.";
    add_sentence(text, one_line(error.what(), 500));
    end_sentence(text);
    add_sentence(text, possible == aftermath::none ? transport_hint(error.code()) : words_for(possible));
    return text;
}

}  // namespace

failure::failure(api_error error, error_context const& context, std::string_view secret, aftermath possible)
    : error_(std::move(error)), possible_(possible), text_(scrubbed(describe(error_, context, possible), secret)) {
    error_.message = scrubbed(error_.message, secret);
    error_.code = scrubbed(error_.code, secret);
    error_.request_id = scrubbed(error_.request_id, secret);
}

failure::failure(net::client_error const& error, error_context const& context, std::string_view secret,
                 aftermath possible)
    : transport_(error.code()),
      how_far_(error.how_far()),
      possible_(possible),
      text_(scrubbed(describe(error, context, possible), secret)) {
    error_.kind = kind_of(error.code());
}

failure::failure(error_kind kind, std::string text) : how_far_(net::progress::not_sent), text_(std::move(text)) {
    error_.kind = kind;
}

}  // namespace dashscope
