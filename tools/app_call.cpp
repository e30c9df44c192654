#include "tools/app_call.hpp"

#include "dashscope/app_call.hpp"
#include "dashscope/app_request.hpp"
#include "dashscope/failure.hpp"
#include "dashscope/rag_options.hpp"
#include "dashscope/settings.hpp"
#include "media/data_uri.hpp"
#include "platform/files.hpp"
#include "tools/app_call_files.hpp"
#include "tools/app_call_result.hpp"
#include "tools/app_handles.hpp"
#include "tools/app_progress.hpp"
#include "tools/generation.hpp"
#include "tools/openapi_asking.hpp"
#include "tools/partial_result.hpp"
#include "tools/seen_ids.hpp"
#include "tools/typed_tool.hpp"
#include "tools/user.hpp"

#include <boost/describe/class.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct app_arguments {
    std::string app_id;
    std::string prompt;
    json::array messages;
    std::string session_id;
    std::vector<std::string> files;
    std::vector<std::string> images;
    std::vector<std::string> file_list;
    std::vector<std::string> file_ids;
    json::object rag_options;
    json::object biz_params;
    std::string memory_id;
    std::optional<bool> enable_thinking;
    std::optional<bool> has_thoughts;
    std::string flow_stream_mode;
    std::string workspace_id;
    std::optional<std::int64_t> wait_seconds;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(app_arguments, (),
                      (app_id, prompt, messages, session_id, files, images, file_list, file_ids, rag_options,
                       biz_params, memory_id, enable_thinking, has_thoughts, flow_stream_mode, workspace_id,
                       wait_seconds, dry_run, parameters))

// A picture travels inside the request; DashScope takes 10 MB of base64.
constexpr std::uint64_t picture_bytes = 7'500'000;

dashscope::media_rules picture_rules(std::string name) {
    dashscope::media_rules rules;
    rules.name = std::move(name);
    rules.kinds = {media::kind::image};
    rules.max_bytes = picture_bytes;
    rules.min_side = 11;
    return rules;
}

// A URL or a data: URI is all that applications document.
platform::task<std::string> picture(services with, std::string argument, std::string name, bool dry_run) {
    auto rules = picture_rules(std::move(name));
    if (dashscope::form_of(argument) != dashscope::media_form::path) {
        auto resolved = co_await resolve_media(with, std::move(argument), std::move(rules), {}, dry_run);
        co_return resolved;
    }
    media::facts facts;
    auto const file = with.media.open_local(argument, rules, facts);
    auto const bytes = platform::read_descriptor(file.fd(), picture_bytes);
    if (!bytes)
        throw dashscope::media_error(rules.name + ": " +
                                     platform::describe_failure("can't read", file.path(), bytes.error()));
    co_return media::make_data_uri(facts.type, *bytes);
}

platform::task<std::vector<std::string>> pictures(services with, std::vector<std::string> arguments, bool dry_run) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto resolved = co_await picture(with, arguments[i], argument_name("images", i, arguments.size()), dry_run);
        arguments[i] = std::move(resolved);
    }
    co_return arguments;
}

// A bare token for what the interface wants as {"user_token": TOKEN}.
json::object with_user_tokens(json::object given) {
    auto* tokens = given.if_contains("user_defined_tokens");
    if (!tokens || !tokens->is_object()) return given;
    for (auto& each : tokens->get_object())
        if (each.value().is_string()) each.value() = json::object{{"user_token", each.value()}};
    return given;
}

dashscope::app_request request_of(app_arguments const& from, std::vector<std::string> images) {
    dashscope::app_request to;
    to.prompt = from.prompt;
    to.messages = from.messages;
    to.session_id = from.session_id;
    to.images = std::move(images);
    to.file_urls = from.file_list;
    to.file_ids = from.file_ids;
    to.memory_id = from.memory_id;
    to.biz_params = with_user_tokens(from.biz_params);
    to.rag_options = from.rag_options;
    to.has_thoughts = from.has_thoughts;
    to.enable_thinking = from.enable_thinking;
    to.flow_stream_mode = from.flow_stream_mode;
    return to;
}

json::array* session_files_of(json::object& parameters) {
    auto* rag = parameters.if_contains("rag_options");
    if (!rag || !rag->is_object()) return nullptr;
    auto* ids = rag->get_object().if_contains("session_file_ids");
    return ids ? ids->if_array() : nullptr;
}

// The guide's prose has them in `parameters` itself, its samples in rag_options, where they are sent.
void move_session_files(json::object& parameters) {
    auto* ids = parameters.if_contains("session_file_ids");
    if (!ids) return;
    auto moved = std::move(*ids);
    parameters.erase("session_file_ids");
    if (!parameters.contains("rag_options")) parameters["rag_options"] = json::object();
    if (auto* rag = parameters.at("rag_options").if_object()) (*rag)["session_file_ids"] = std::move(moved);
}

// Whatever came by `parameters` too.
void open_handles(services const& with, mcp::request_context const& context, json::object& body) {
    auto& input = body.at("input").as_object();
    if (auto* session = input.if_contains("session_id"))
        *session = opened_app_handle(with, context, std::string(session->as_string()), "session_id");
    // An older form of the interface has the memory among the parameters.
    for (auto* place : {&input, &body.at("parameters").as_object()})
        if (auto* memory = place->if_contains("memory_id"); memory && memory->is_string())
            *memory = opened_memory_handle(with, context, std::string(memory->get_string()), "memory_id");
    auto* ids = session_files_of(body.at("parameters").as_object());
    if (!ids) return;
    for (auto& id : *ids)
        if (id.is_string())
            id = opened_app_handle(with, context, std::string(id.as_string()), "rag_options.session_file_ids");
}

std::vector<std::string> problems_of(app_arguments const& given, json::object& body) {
    auto problems = dashscope::problems_of_app(body);
    auto const* ids = session_files_of(body.at("parameters").as_object());
    auto const count = given.files.size() + (ids ? ids->size() : 0);
    if (!given.files.empty() && ids && count > dashscope::most_session_files)
        problems.push_back(
            "a call takes 10 session files, `files` and rag_options.session_file_ids together; you gave " +
            std::to_string(count));
    return problems;
}

/// A body that passed every check, the ids of `files` still missing.
platform::task<json::object> checked_body(services with, app_arguments given, mcp::request_context& context) {
    auto images = co_await pictures(with, given.images, given.dry_run);
    auto body = dashscope::app_body(request_of(given, std::move(images)));
    auto& parameters = body.at("parameters").as_object();
    merge_parameters(parameters, given.parameters);
    move_session_files(parameters);
    open_handles(with, context, body);
    dashscope::settle(body);
    refuse("app_call", problems_of(given, body));
    co_return body;
}

void put_session_files(json::object& body, std::vector<std::string> const& ids) {
    if (ids.empty()) return;
    auto& rag = body.at("parameters").as_object()["rag_options"];
    if (!rag.is_object()) rag = json::object();
    rag.get_object().erase("session_file_ids");
    dashscope::add_session_files(rag.get_object(), ids);
}

std::vector<std::string> ids_in(json::object& body) {
    std::vector<std::string> list;
    if (auto const* ids = session_files_of(body.at("parameters").as_object()))
        for (auto const& id : *ids) list.emplace_back(id.as_string());
    return list;
}

dashscope::call_options options_for(services const& with, std::string const& workspace, mcp::request_context& context) {
    dashscope::call_options options;
    options.timeout = with.settings.timeout;
    options.workspace_id = workspace;
    options.native_sse = true;
    options.on_retry = [&context](dashscope::retry_notice const& notice) {
        context.log(mcp::log_level::info, notice.reason.text() + " Trying again.");
    };
    return options;
}

mcp::tool_result shown(services const& with, app_arguments const& given, json::object body, session_file_wish wish,
                       mcp::request_context& context) {
    auto const names = checked_file_names(with, given.files);
    auto ids = std::move(wish.ids);
    for (auto const& name : names) ids.push_back("(session file of " + name + ")");
    put_session_files(body, ids);
    planned_call call;
    call.what = dashscope::app_operation(given.app_id);
    call.path = dashscope::app_path(given.app_id);
    call.body = dashscope::without_secrets(std::move(body));
    call.options = options_for(with, wish.workspace_id, context);
    auto result = dry_run_result(with, call);
    if (!names.empty())
        result.add_text(
            "Before that each file would be leased, uploaded, added and waited for, signed with the "
            "AccessKey pair, in the workspace " +
            (wish.workspace_id.empty() ? "(none configured)" : wish.workspace_id) + ".");
    return result;
}

/// Asks, with every file ready.
platform::task<mcp::tool_result> ask(services with, app_question asked, std::string workspace,
                                     platform::clock::time_point begun, mcp::request_context& context) {
    auto who = operator_credential(with);
    auto options = options_for(with, workspace, context);
    std::function<void(dashscope::app_delta const&)> on_delta = app_progress(context, begun);
    std::optional<dashscope::failure> failed;
    std::optional<dashscope::app_result> answer;
    try {
        answer = co_await dashscope::call_app(with.api, std::move(who), asked.app_id, asked.body, std::move(options),
                                              std::move(on_delta));
    } catch (dashscope::broken_off<dashscope::app_result> const& error) {
        failed = error;
        answer = error.so_far;
    } catch (dashscope::failure const& error) {
        failed = error;
    }
    if (answer) {
        note_seen(with, id_kind::application, context.principal(), asked.app_id);
        auto result = co_await app_tool_result(with, std::move(asked), std::move(*answer), context);
        if (failed) mark_broken_off(result, failed->text());
        co_return result;
    }
    if (asked.files.files.empty()) throw *failed;
    throw mcp::tool_error(failed->text() +
                          "\nThe session files are there; give them again as rag_options "
                          "{\"session_file_ids\":[" +
                          quoted_file_ids(with, context, asked.files) + "]} in place of `files`:\n" +
                          file_lines(with, context, asked.files));
}

platform::task<std::string> application_for(std::string given, bool dry_run, mcp::request_context& context) {
    if (!given.empty()) co_return given;
    wanted_text wanted{
        "app_id", "Application id",
        "Which application? Its id is shown on its card in the console of Model Studio, under My applications "
        "(https://bailian.console.aliyun.com/cn-beijing/?tab=app#/app-center).",
        "Invalid arguments for app_call:\n- `app_id` is missing: the application's id, as the console of Model Studio "
        "shows it on the application's card, and the tool `account` with action applications lists it"};
    if (dry_run) throw mcp::tool_error(wanted.unreachable);
    auto id = co_await ask_for_text(context, std::move(wanted));
    co_return id;
}

platform::task<mcp::tool_result> run(services with, app_arguments given, mcp::request_context& context) {
    auto const begun = platform::clock::now();
    given.app_id = co_await application_for(std::move(given.app_id), given.dry_run, context);
    bool const pair = !with.settings.access_key_id.empty() && !with.settings.access_key_secret.empty();
    if (!given.files.empty() && !given.dry_run && pair && can_ask_user(context))
        given.workspace_id =
            co_await workspace_for(with, context, given.workspace_id, "Files for an application", false);
    app_question asked;
    asked.app_id = given.app_id;
    asked.body = co_await checked_body(with, given, context);
    session_file_wish wish;
    wish.files = given.files;
    wish.ids = ids_in(asked.body);
    wish.workspace_id = given.workspace_id.empty() ? with.settings.workspace_id : given.workspace_id;
    wish.wait = given.wait_seconds ? std::chrono::seconds(*given.wait_seconds) : default_wait(context.client());
    if (given.dry_run) co_return shown(with, given, std::move(asked.body), std::move(wish), context);
    auto workspace = wish.workspace_id;
    asked.files = co_await make_session_files(with, std::move(wish), context);
    if (!asked.files.all_ready()) co_return files_not_ready(with, context, asked.files);
    put_session_files(asked.body, asked.files.ids());
    auto result = co_await ask(with, std::move(asked), std::move(workspace), begun, context);
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_app_call(services const& with) {
    return make_tool<app_arguments>(with, run);
}

}  // namespace tools
