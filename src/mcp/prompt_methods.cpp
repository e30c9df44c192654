#include "mcp/prompt_methods.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/paging.hpp"
#include "mcp/request_error.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;
using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

namespace {

// One prompts/get.
class prompt_work final : public work {
public:
    prompt_work(registered_prompt const& which, json::object arguments, current_offering const& offered)
        : name_(which.name), prompt_(which.run), arguments_(std::move(arguments)), offered_(offered) {}

    std::string_view name() const override { return name_; }
    platform::task<std::string> run(request_context& context) override {
        auto const result = co_await prompt_->get(arguments_, context);
        std::string members = R"("messages":)" + json::serialize(result.messages);
        if (!result.description.empty()) members += R"(,"description":)" + jsonrpc::quoted(result.description);
        co_return offered_.texts().result(members, is_modern(context.version()));
    }
    std::optional<std::string> failure_result(std::string_view, revision) const override { return std::nullopt; }

private:
    std::string name_;
    std::shared_ptr<prompt const> prompt_;
    json::object arguments_;
    current_offering const& offered_;
};

}  // namespace

std::vector<method> prompt_methods::methods() {
    // Not advertised, not there (2026-07-28 §Capabilities): the rows answer only where there are prompts.
    auto const there = [this] { return !offered_.prompts().empty(); };
    return {
        {"prompts/list", eras::both, [this](incoming_request& incoming) { return list(incoming); }, there},
        {"prompts/get", eras::both, [this](incoming_request& incoming) { return get(incoming); }, there},
    };
}

ticket prompt_methods::list(incoming_request& incoming) {
    if (!asks_first_page(incoming)) return refuse_cursor(incoming);
    return incoming.succeed(offered_.texts().prompts_list(incoming.modern()));
}

ticket prompt_methods::get(incoming_request& incoming) {
    auto const* name = incoming.parameter("name");
    if (!name || !name->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: name is missing");
    std::string_view const wanted = name->get_string();
    auto const* found = offered_.prompts().find(wanted);
    if (!found) {
        auto const near = offered_.prompts().nearest_name(wanted);
        return incoming.fail(errc::invalid_params, "Unknown prompt: " + jsonrpc::excerpt(wanted) +
                                                       (near ? ". Did you mean " + std::string(*near) + "?" : ""));
    }
    auto const* arguments = incoming.parameter("arguments");
    if (arguments && !arguments->is_null() && !arguments->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: arguments must be an object");
    static json::object const none;
    auto const& given = arguments && arguments->is_object() ? arguments->get_object() : none;
    try {
        return runner_.start(incoming, std::make_shared<prompt_work>(*found, found->check(given), offered_));
    } catch (request_error const& error) {
        return incoming.fail(error.why().problem, error.why().status);
    }
}

}  // namespace mcp
