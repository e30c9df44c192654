#pragma once
// A service that does what a test says: a transport is tested without the protocol above it.

#include "jsonrpc/service.hpp"

#include <functional>
#include <string>
#include <vector>

namespace testing {

class fake_service final : public jsonrpc::service {
public:
    struct received {
        std::string text;
        bool has_fields;
        std::shared_ptr<jsonrpc::outlet> to;
        std::shared_ptr<jsonrpc::outlet> unasked;
    };

    jsonrpc::ticket receive(jsonrpc::arrival const& what, std::shared_ptr<jsonrpc::outlet> to) override {
        arrivals.push_back({std::string(what.text), what.fields != nullptr, to, what.unasked});
        return answer ? answer(arrivals.back()) : ++last_ticket;
    }
    void disconnected(jsonrpc::ticket running) override { lost.push_back(running); }
    jsonrpc::session_lookup find_session(jsonrpc::field_source const& fields, std::string_view) override {
        auto const id = fields.field("mcp-session-id");
        if (!id) return {400, {}};
        if (!id->starts_with("known")) return {404, {}};
        return {200, {std::string(*id), polls}};
    }
    bool listen(jsonrpc::session_facts const&, std::weak_ptr<jsonrpc::outlet> to) override {
        if (listens) unasked = std::move(to);
        return listens;
    }
    int end_session(std::optional<std::string_view> id, std::string_view) override {
        if (!id) return 400;
        return *id == "known" ? 204 : 404;
    }
    void cancel_all() override {
        cancelled = true;
        for (auto const& each : arrivals) {
            if (on_cancel) on_cancel(each);
        }
    }
    std::size_t running() const override { return still_running; }

    std::function<jsonrpc::ticket(received const&)> answer;  // empty: nothing is answered
    std::function<void(received const&)> on_cancel;
    std::vector<received> arrivals;
    std::vector<jsonrpc::ticket> lost;
    jsonrpc::ticket last_ticket = 0;
    std::weak_ptr<jsonrpc::outlet> unasked;  // of the last session that listened
    bool polls = true;
    bool listens = true;
    bool cancelled = false;
    std::size_t still_running = 0;
};

}  // namespace testing
