#pragma once
// A client against a scripted server on loopback.

#include "dashscope/client.hpp"
#include "net/client.hpp"
#include "scripted_server.hpp"
#include "support.hpp"

namespace dashscope::test {

struct client_fixture {
    client_fixture() {
        options.on_retry = [this](retry_notice const& notice) { retries.push_back(notice.reason.text()); };
        options.timeout = std::chrono::seconds(60);
    }

    static client_options quick() {
        client_options made;
        made.retry.first = std::chrono::milliseconds(2);
        made.retry.longest = std::chrono::milliseconds(10);
        return made;
    }

    credential someone() const { return {std::string(secret_key), {false, "127.0.0.1", server.port()}}; }

    json::value call(op_class repeats, json::value body = json::object{{"a", 1}}) {
        return run(context, api.call(someone(), {"The test", repeats}, "/api/v1/test", std::move(body), options));
    }

    /// The data of all events; `received` keeps them when it throws.
    stream_summary stream(op_class repeats = op_class::compute) {
        auto keep = [this](net::sse_event const& event) { received.push_back(event.data); };
        return run(context,
                   api.stream(someone(), {"The test", repeats}, "/api/v1/test", json::object{{"a", 1}}, options, keep));
    }

    /// The failure of `work`, which must fail.
    template <class Work>
    failure failed(Work work) {
        try {
            work();
        } catch (failure const& error) {
            CHECK_FALSE(contains(error.text(), secret_key));
            return error;
        }
        FAIL("no failure");
        throw std::logic_error("unreachable");
    }

    boost::asio::io_context context{1};
    scripted_server server{context};
    net::client http{context.get_executor(), {}};
    client api{http, context.get_executor(), quick()};
    call_options options;
    std::vector<std::string> retries;
    std::vector<std::string> received;
};

}  // namespace dashscope::test
