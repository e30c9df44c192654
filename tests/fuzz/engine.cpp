// The MCP engine, as its transports feed it. The first byte of the input chooses one:
//
//     s   stdio: each further line is a message to one engine
//     h   HTTP: `name: value` lines, an empty line, one message
//
// Nothing is thrown, every arrival is answered exactly once, at the latest when all is cancelled, and what is answered
// is JSON-RPC that bears the id of its request and the shape of its era. `VALID` in a header's value stands for the id
// of a session that exists.

#include "mcp/engine.hpp"
#include "jsonrpc/utf8.hpp"
#include "seal/keyring.hpp"
#include "store/memory_store.hpp"
#include "tools/schema_text.hpp"

#include "support.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <span>
#include <vector>

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::chrono::system_clock::time_point now{std::chrono::seconds(1'700'000'000)};

// Reports, answers with what it was given, or waits until it is cancelled when the prompt is empty.
class echo final : public mcp::tool {
public:
    platform::task<mcp::tool_result> call(json::object const& arguments, mcp::request_context& context) const override {
        return answer(json::serialize(arguments), arguments.contains("prompt"), context);
    }

private:
    static platform::task<mcp::tool_result> answer(std::string text, bool at_once, mcp::request_context& context) {
        context.report(1, 2, "begun");
        context.stream_text(text);
        context.log(mcp::log_level::error, text);
        if (!at_once) {
            platform::timer timer(co_await asio::this_coro::executor, platform::clock::time_point::max());
            co_await timer.async_wait(platform::use_task);
        }
        mcp::tool_result result;
        result.add_text(text);
        co_return result;
    }
};

void check_message(json::value const& value) {
    REQUIRE(value.is_object());
    auto const& message = value.get_object();
    REQUIRE(message.at("jsonrpc").as_string() == "2.0");
    REQUIRE(message.contains("method") || message.contains("result") != message.contains("error"));
}

json::value read_json(std::string const& text) {
    json::parse_options options;
    options.max_depth = 200;
    boost::system::error_code failed;
    auto value = json::parse(text, failed, {}, options);
    REQUIRE(!failed);
    return value;
}

// What the peer sent, read once more and by another parser, and what that says about the answer.
class question {
public:
    explicit question(std::string_view text) {
        json::parse_options options;
        options.max_depth = jsonrpc::limits{}.depth;
        boost::system::error_code failed;
        sent_ = json::parse(json::string_view(text.data(), text.size()), failed, {}, options);
        if (failed) sent_ = nullptr;
    }

    bool is_batch() const { return sent_.is_array(); }

    /// An answer bears the id of what it answers, or null where that can't be told; nothing but requests has a result.
    void check(json::object const& answer) const {
        auto const& id = answer.at("id");
        if (answer.contains("result")) REQUIRE(!id.is_null());
        if (id.is_null() || sent_.is_null()) return;
        auto const one = [](json::value const& message) { return std::span(&message, 1); };
        auto const messages =
            sent_.is_array() ? std::span(sent_.get_array().data(), sent_.get_array().size()) : one(sent_);
        // A batch may give an id twice.
        REQUIRE(std::ranges::any_of(messages, [&](json::value const& message) { return fits(answer, id, message); }));
    }

private:
    static bool fits(json::object const& answer, json::value const& id, json::value const& message) {
        auto const* asked = message.if_object();
        if (!asked || !asked->contains("id") || asked->at("id") != id) return false;
        if (!answer.contains("result")) return true;
        // 2026-07-28: every result says what it is; no legacy one does.
        return asked->contains("method") &&
               answer.at("result").as_object().contains("resultType") == claims_modern(*asked);
    }

    static bool claims_modern(json::object const& message) {
        json::value const whole(message);
        boost::system::error_code absent;
        auto const* claim = whole.find_pointer("/params/_meta/io.modelcontextprotocol~1protocolVersion", absent);
        return claim && *claim == "2026-07-28";
    }

    json::value sent_;
};

class peer final : public jsonrpc::outlet {
public:
    explicit peer(std::string_view sent) : asked(sent) {}
    void notify(std::string text) override {
        REQUIRE(!finished);
        check_message(read_json(text));
    }
    void finish(jsonrpc::reply answer) override {
        REQUIRE(!finished);
        finished = true;
        REQUIRE(answer.status >= 200 && answer.status <= 499);
        REQUIRE(answer.body.find('\n') == std::string::npos);
        if (answer.body.empty()) return;
        auto const value = read_json(answer.body);
        if (!value.is_array()) return check_answer(value);
        REQUIRE(asked.is_batch());
        REQUIRE(!value.get_array().empty());
        for (auto const& each : value.get_array()) check_answer(each);
    }

    question asked;
    bool finished = false;

private:
    void check_answer(json::value const& value) const {
        check_message(value);
        REQUIRE(!value.get_object().contains("method"));
        asked.check(value.get_object());
    }
};

class fields final : public jsonrpc::field_source {
public:
    std::optional<std::string_view> field(std::string_view name) const override {
        auto const found = all.find(name);
        if (found == all.end()) return std::nullopt;
        return found->second;
    }

    std::map<std::string, std::string, std::less<>> all;
};

struct bench {
    bench() {
        mcp::registry tools;
        tools.add(tools::schema_text("chat"), std::make_unique<echo>());
        mcp::server_info info;
        info.version = "1.2.3";
        offered = std::make_shared<mcp::offering const>(info, std::move(tools));
        mcp::session session;
        session.nonce = "known";
        valid_id = seal_session(keys, session, {}, now);
    }

    std::shared_ptr<mcp::offering const> offered;
    seal::keyring keys{seal::key{1, 2, 3}};
    std::string valid_id;
};

class run {
public:
    run(bench& with, bool http) {
        auto sessions = http ? std::make_unique<mcp::sessions>(with.keys, state_, [] { return now; }) : nullptr;
        engine_.emplace(io_.get_executor(), mcp::engine_options{}, with.offered, std::move(sessions));
    }

    void send(std::string_view text, jsonrpc::field_source const* headers) {
        auto const to = std::make_shared<peer>(text);
        peers_.push_back(to);
        asio::post(io_, [this, text, headers, to] {
            auto const ticket = engine_->receive({text, headers, {}}, to);
            // A batch has no ticket, but what it started runs.
            REQUIRE(to->finished || ticket != 0 || (to->asked.is_batch() && engine_->running() > 0));
            if (ticket % 2 == 1) leaving_.push_back(ticket);
        });
        step();
    }

    ~run() {
        for (auto const each : leaving_) engine_->disconnected(each);
        step();
        engine_->cancel_all();
        step();
        REQUIRE(engine_->running() == 0);
        for (auto const& each : peers_) REQUIRE(each->finished);
    }

private:
    void step() {
        io_.restart();
        io_.poll();
    }

    asio::io_context io_{1};
    store::memory_store state_;
    std::optional<mcp::engine> engine_;
    std::vector<std::shared_ptr<peer>> peers_;
    std::vector<jsonrpc::ticket> leaving_;
};

void read_fields(std::string_view& text, bench const& with, fields& into) {
    while (!text.empty()) {
        auto line = fuzz::take_until(text, '\n');
        if (line.empty()) return;
        auto const name = fuzz::take_until(line, ':');
        if (line.starts_with(' ')) line.remove_prefix(1);
        into.all[std::string(name)] = line == "VALID" ? with.valid_id : std::string(line);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bench with;
    auto text = fuzz::view(data, size);
    bool const http = fuzz::take_byte(text) == 'h';
    run serving(with, http);
    if (http) {
        fields headers;
        read_fields(text, with, headers);
        serving.send(text, &headers);
        return 0;
    }
    while (!text.empty()) serving.send(fuzz::take_until(text, '\n'), nullptr);
    return 0;
}
