#include "dashscope/download.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/retry.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/storage_error.hpp"
#include "media/probe.hpp"
#include "net/client.hpp"

#include <optional>

namespace dashscope {

namespace {

constexpr std::size_t head_size = 64 * 1024;  // what media::probe wants
constexpr std::size_t error_size = 8 * 1024;
constexpr int attempts = 3;
constexpr std::chrono::milliseconds pause_between{500};

// Names no more than the host: a signed URL is a credential.
std::string doing(net::url const& from) {
    return "Downloading from " + from.where.host;
}

failure failed(error_kind kind, net::url const& from, std::string_view why) {
    return {kind, doing(from) + " failed. " + std::string(why)};
}

net::client_request request_for(std::string const& text, download_rules const& rules) {
    auto const parsed = net::parse_url(text);
    if (!parsed)
        throw failure(error_kind::invalid_parameter,
                      "Downloading failed. " + one_line(text, 200) + " is not an http or https URL.");
    if (!parsed->userinfo.empty())
        throw failed(error_kind::invalid_parameter, *parsed, "The URL holds a user name or password: leave it out.");
    net::client_request request;
    request.to = *parsed;
    request.limits.read = std::chrono::seconds(60);
    request.limits.total = std::chrono::hours(2);
    auto& where = request.to.where;
    if (where == rules.base) return request;
    request.public_addresses_only = true;
    if (!where.tls && where.port == 80) where.port = 443;
    where.tls = true;
    return request;
}

std::string in_megabytes(std::uint64_t bytes) {
    return std::to_string(bytes >> 20) + " MB";
}

class receiver {
public:
    receiver(net::url const& from, download_rules const& rules, std::function<void(std::string_view)> const& take)
        : from_(from), rules_(rules), take_(take) {}

    void expect(std::uint64_t size) const {
        if (size > rules_.max_bytes) throw too_large();
    }

    void put(std::string_view piece) {
        total_ += piece.size();
        if (total_ > rules_.max_bytes) throw too_large();
        if (checked_) return take_(piece);
        head_ += piece;
        if (head_.size() >= head_size) check();
    }

    std::uint64_t end() {
        if (total_ == 0) throw failed(error_kind::bad_answer, from_, "What the URL gives is empty.");
        if (!checked_) check();
        return total_;
    }

    failure too_large() const {
        return failed(error_kind::file_problem, from_,
                      "It has more than the " + in_megabytes(rules_.max_bytes) + " that are allowed.");
    }

    /// Nothing was handed on yet: all may begin again.
    bool is_fresh() const { return !checked_; }
    void restart() {
        head_.clear();
        total_ = 0;
    }

private:
    void check() {
        auto const found = media::probe(head_);
        if (!fits(found))
            throw failed(error_kind::bad_answer, from_,
                         "What the URL gives is " + (found.type.empty() ? "of an unknown kind" : found.type) +
                             ", not " + rules_.expected_type.substr(0, rules_.expected_type.find('/')) + ".");
        checked_ = true;
        take_(head_);
        head_.clear();
    }

    bool fits(media::facts const& found) const {
        auto const& expected = rules_.expected_type;
        if (expected.empty() || found.type.starts_with(expected)) return true;
        // A container for both, whose head does not tell what is in it.
        return expected == "audio/" && found.what == media::kind::video && !found.width;
    }

    net::url const& from_;
    download_rules const& rules_;
    std::function<void(std::string_view)> const& take_;
    std::string head_;
    std::uint64_t total_ = 0;
    bool checked_ = false;
};

platform::task<std::string> beginning_of(net::response_stream& response) {
    std::string text;
    while (text.size() < error_size) {
        auto const piece = co_await response.read();
        if (piece.empty()) break;
        text += piece.substr(0, error_size - text.size());
    }
    co_return text;
}

std::string_view advice_for(int status) {
    switch (status) {
        case 403:
        case 404:
        case 410:
            return "Links to results end after 24 hours; this one may be too old, incomplete or not public.";
        case 401:
            return "The URL must be reachable without a login.";
        default:
            return status >= 500 ? "Try again in a minute." : "";
    }
}

error_kind kind_of(int status) {
    if (status >= 500 || status == 429) return error_kind::unavailable;
    return status >= 400 ? error_kind::not_found : error_kind::bad_answer;
}

std::optional<std::uint64_t> announced_size(net::response_stream const& response) {
    auto const text = response.fields().value_or("Content-Length", "");
    std::uint64_t size = 0;
    if (text.empty() || text.size() > 18) return {};
    for (char c : text) {
        if (c < '0' || c > '9') return {};
        size = size * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return size;
}

platform::task<void> receive(net::client& http, net::client_request request, receiver& into) {
    auto const from = request.to;
    auto const response = co_await http.open(std::move(request));
    auto const status = response->status();
    if (status >= 300 && status <= 399)
        throw failed(
            error_kind::bad_answer, from,
            "It leads elsewhere (HTTP " + std::to_string(status) + "), which is not followed: give the final URL.");
    if (status != 200) {
        auto const body = co_await beginning_of(*response);
        throw storage_failure(kind_of(status), doing(from), read_storage_error(status, body), advice_for(status));
    }
    auto const size = announced_size(*response);
    if (size) into.expect(*size);
    for (;;) {
        auto const piece = co_await response->read();
        if (piece.empty()) co_return;
        into.put(piece);
    }
}

}  // namespace

platform::task<std::uint64_t> download(net::client& http, std::string url, download_rules rules,
                                       std::function<void(std::string_view)> take) {
    auto const request = request_for(url, rules);
    receiver into(request.to, rules, take);
    for (int attempt = 1;; ++attempt) {
        std::optional<failure> problem;
        bool passes = false;
        try {
            co_await receive(http, request, into);
            co_return into.end();
        } catch (net::client_error const& error) {
            problem = failure(error, {doing(request.to), {}, request.to.where}, {});
            passes = facts_of(*problem).transient;
        } catch (failure const& error) {
            problem = error;
            passes = error.kind() == error_kind::unavailable;
        }
        if (attempt == attempts || !passes || !into.is_fresh()) throw *problem;
        into.restart();
        platform::timer pause(co_await boost::asio::this_coro::executor, pause_between * attempt);
        co_await pause.async_wait(platform::use_task);
    }
}

}  // namespace dashscope
