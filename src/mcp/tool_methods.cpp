#include "mcp/tool_methods.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/paging.hpp"

namespace json = boost::json;
using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

namespace {

// stdio has no headers: there the operator's choice is the only one.
tool_choice choice_of(jsonrpc::arrival const& from) {
    return from.fields ? choice_in_headers(*from.fields) : tool_choice{};
}

tool_result failed_result(std::string_view text) {
    tool_result result;
    result.is_error = true;
    result.add_text(text);
    return result;
}

// One tools/call. It goes on with the tool that it began with, whatever is offered meanwhile.
class tool_work final : public work {
public:
    tool_work(registered_tool const& which, json::object arguments, current_offering const& offered)
        : name_(which.name), tool_(which.run), arguments_(std::move(arguments)), offered_(offered) {}

    std::string_view name() const override { return name_; }
    platform::task<std::string> run(request_context& context) override {
        auto const result = co_await tool_->call(arguments_, context);
        failed_ = result.is_error;
        co_return offered_.texts().tool_call(result, context.version());
    }
    bool failed() const override { return failed_; }
    std::optional<std::string> failure_result(std::string_view words, revision version) const override {
        return offered_.texts().tool_call(failed_result(words), version);
    }

private:
    std::string name_;
    std::shared_ptr<tool const> tool_;
    json::object arguments_;
    current_offering const& offered_;
    bool failed_ = false;
};

}  // namespace

std::vector<method> tool_methods::methods() {
    return {
        {"tools/call", eras::both, [this](incoming_request& incoming) { return call(incoming); }},
        {"tools/list", eras::both, [this](incoming_request& incoming) { return list(incoming); }},
    };
}

ticket tool_methods::list(incoming_request& incoming) {
    if (!asks_first_page(incoming)) return refuse_cursor(incoming);
    if (options_.later) options_.later->wanted();
    auto const choice = choice_of(incoming.from);
    if (choice.empty()) return incoming.succeed(offered_.texts().tools_list(incoming.modern()));
    return incoming.succeed(narrowed_list(choice, incoming.modern()));
}

std::string const& tool_methods::narrowed_list(tool_choice const& choice, bool modern) {
    // Headers are a stranger's: what they name must not grow without bound.
    constexpr std::size_t most_lists = 64;
    std::string key = modern ? "modern" : "legacy";
    for (auto const& each : offered_.tools().all())
        if (choice.takes(each, true)) key += " " + each.name;
    auto const known = narrowed_lists_.find(key);
    if (known != narrowed_lists_.end()) return known->second;
    if (narrowed_lists_.size() >= most_lists) narrowed_lists_.clear();
    auto text = offered_.texts().narrowed_list(offered_.tools().list(choice), modern);
    return narrowed_lists_.emplace(std::move(key), std::move(text)).first->second;
}

ticket tool_methods::call(incoming_request& incoming) {
    auto const* name = incoming.parameter("name");
    if (!name || !name->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: name is missing");
    std::string_view const wanted = name->get_string();
    auto const* tool = offered_.tools().find(wanted);
    // A tool that the caller's own headers hide is as good as absent.
    if (!tool || !choice_of(incoming.from).takes(*tool, true)) return refuse_unknown(incoming, wanted);
    static json::object const none;
    auto const* arguments = incoming.parameter("arguments");
    if (!arguments || arguments->is_null()) return start(*tool, none, incoming);
    if (!arguments->is_object())
        return incoming.fail(errc::invalid_params, "Invalid params: arguments must be an object");
    return start(*tool, arguments->get_object(), incoming);
}

ticket tool_methods::refuse_unknown(incoming_request const& incoming, std::string_view name) const {
    // A client may know the name from an earlier process.
    if (options_.later) options_.later->wanted();
    auto const problem = "Unknown tool: " + jsonrpc::excerpt(name);
    if (options_.later && options_.later->pending())
        return incoming.fail(errc::invalid_params,
                             problem + ". Tools of other servers are being fetched: call again in a few seconds");
    auto const near = offered_.tools().nearest_name(name);
    if (!near || *near == name) return incoming.fail(errc::invalid_params, problem);
    return incoming.fail(errc::invalid_params, problem + ". Did you mean " + std::string(*near) + "?");
}

ticket tool_methods::start(registered_tool const& tool, json::object const& arguments, incoming_request& incoming) {
    bool const repeats_in_headers = incoming.modern() && incoming.from.fields;
    if (repeats_in_headers)
        if (auto const why = check_param_headers(tool.mirrored, arguments, *incoming.from.fields))
            return incoming.fail(why->problem, why->status);
    auto checked = tool.arguments.apply(arguments);
    if (checked.ok())
        return runner_.start(incoming, std::make_shared<tool_work>(tool, std::move(checked.arguments), offered_));
    auto const result = failed_result("Invalid arguments for " + tool.name + ":\n" + checked.problems);
    return incoming.succeed(offered_.texts().tool_call(result, incoming.sender.version));
}

}  // namespace mcp
