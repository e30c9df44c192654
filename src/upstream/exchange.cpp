#include "upstream/exchange.hpp"

#include "upstream/failure.hpp"

#include <algorithm>

namespace upstream {

namespace {

constexpr std::size_t largest_body = 64 * 1024 * 1024;

net::client_request make_request(endpoint const& to, session const* with, platform::clock::time_point until) {
    net::client_request request;
    request.to = to.where;
    request.fields = to.fields;
    if (with) {
        request.fields.set("MCP-Protocol-Version", with->version);
        if (!with->id.empty()) request.fields.set("Mcp-Session-Id", with->id);
    }
    auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(until - platform::clock::now());
    request.limits.total = std::max(left, std::chrono::milliseconds(1));
    request.limits.connect = std::min(request.limits.connect, request.limits.total);
    // A search may think for long: the deadline is the only limit of silence.
    request.limits.read = request.limits.total;
    return request;
}

net::client_request make_post(endpoint const& to, outgoing what) {
    auto request = make_request(to, what.with, what.until);
    request.method = "POST";
    request.fields.set("Content-Type", "application/json");
    request.fields.set("Accept", "application/json, text/event-stream");
    request.body = std::move(what.body);
    request.on_sending = std::move(what.on_sending);
    return request;
}

bool is_event_stream(net::headers const& fields) {
    return net::lower_case(fields.value_or("Content-Type", "")).find("event-stream") != std::string::npos;
}

platform::task<std::string> read_all(net::response_stream& response) {
    std::string body;
    for (;;) {
        auto const bytes = co_await response.read();
        if (bytes.empty()) co_return body;
        if (body.size() + bytes.size() > largest_body) throw failure::broken("its answer is too large");
        body += bytes;
    }
}

platform::task<void> read_stream(net::response_stream& response, answer_reader& reader,
                                 std::function<void(meanwhile)> const& on_meanwhile) {
    while (!reader.done()) {
        auto const bytes = co_await response.read();
        if (bytes.empty()) {
            reader.finish_events();
        } else {
            reader.read_events(bytes);
        }
        on_meanwhile(reader.take_meanwhile());
        if (bytes.empty()) co_return;
    }
}

platform::task<answered> read_answer(net::response_stream& response, bool with_session, std::uint64_t id,
                                     std::function<void(meanwhile)> const& on_meanwhile) {
    answer_reader reader(id);
    if (response.status() < 200 || response.status() > 299) {
        auto const body = co_await read_all(response);
        throw failure::refusal(response.status(), response.fields(), body, with_session);
    }
    if (is_event_stream(response.fields())) {
        co_await read_stream(response, reader, on_meanwhile);
    } else {
        auto const body = co_await read_all(response);
        if (!body.empty()) reader.read_json(body);
        on_meanwhile(reader.take_meanwhile());
    }
    if (!reader.done() && reader.refused()) {
        auto const& refused = *reader.refused();
        auto const status = refused.status == 0 ? response.status() : refused.status;
        throw failure::refusal(status, response.fields(), refused.body, with_session);
    }
    if (!reader.done()) throw failure::broken("it ended its answer without a reply");
    answered come;
    come.result = reader.take_result();
    come.session_id = std::string(response.fields().value_or("Mcp-Session-Id", ""));
    co_return come;
}

}  // namespace

bool endpoint::operator==(endpoint const& other) const {
    auto const same = [](net::header const& left, net::header const& right) {
        return left.name == right.name && left.value == right.value;
    };
    return where.where == other.where.where && where.target == other.where.target &&
           std::equal(fields.begin(), fields.end(), other.fields.begin(), other.fields.end(), same);
}

platform::task<answered> ask(net::client& http, endpoint to, outgoing what, std::uint64_t id,
                             std::function<void(meanwhile)> on_meanwhile) {
    bool const with_session = what.with && !what.with->id.empty();
    try {
        auto const response = co_await http.open(make_post(to, std::move(what)));
        auto come = co_await read_answer(*response, with_session, id, on_meanwhile);
        co_return come;
    } catch (net::client_error const& error) {
        throw failure::lost(error);
    }
}

platform::task<void> tell(net::client& http, endpoint to, outgoing what) {
    bool const with_session = what.with && !what.with->id.empty();
    try {
        auto const response = co_await http.send(make_post(to, std::move(what)));
        if (response.status < 200 || response.status > 299)
            throw failure::refusal(response.status, response.fields, response.body, with_session);
    } catch (net::client_error const& error) {
        throw failure::lost(error);
    }
}

platform::task<void> end_session(net::client& http, endpoint to, session which, platform::clock::time_point until) {
    auto request = make_request(to, &which, until);
    request.method = "DELETE";
    try {
        co_await http.send(std::move(request));
    } catch (net::client_error const&) {
        // The server forgets it by itself.
    }
}

}  // namespace upstream
