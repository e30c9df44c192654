#include "dashscope/hints.hpp"

#include "dashscope/region.hpp"
#include "platform/ascii.hpp"

#include <algorithm>

namespace dashscope {

namespace {

struct message_row {
    std::string_view part;  // of the message, lower case
    std::string_view hint;
};

// Frequent messages whose meaning is not what they say (catalogue §2.2). The first match counts.
constexpr message_row messages[] = {
    {"url error, please check url",
     "The model does not belong to this kind of call: name a model made for it, or leave the model out."},
    {"enable_thinking must be set to false for non-streaming", "Set enable_thinking to false."},
    {"enable_thinking is restricted to true", "This model always thinks: leave enable_thinking out."},
    {"does not support setting enable_thinking", "This model cannot think: leave enable_thinking out."},
    {"only support with stream=true", "This model answers only as a stream: use the tool made for omni models."},
    {"range of max_tokens should be", "Choose max_tokens inside the range that the message names."},
    {"range of input length should be",
     "The input is longer than the model takes: shorten it or choose a model with a "
     "longer context."},
    {"max bytes per data-uri item",
     "A data: URI may have 10 MB after encoding: pass a local path or a URL instead, which is uploaded or fetched."},
    {"provided url does not appear to be valid",
     "The file must be reachable: a public http(s) URL, or an oss:// reference that was uploaded with the same API key "
     "and for the same model within 48 hours."},
    {"tool names are not allowed to be",
     "Rename the tool: names have 1 to 64 letters, digits, '_' or '-', and a few "
     "such as 'search' are reserved."},
    {"must contain the word 'json'", "With response_format json_object the prompt has to mention the word JSON."},
    {"does not support asynchronous calls",
     "This model is answered synchronously only: choose the synchronous way, or "
     "another model."},
    {"does not support synchronous calls",
     "This model runs only as an asynchronous task: choose the asynchronous way, "
     "or another model. It may also mean that the account has no right to it."},
    {"does not support http call", "This model speaks WebSocket only (a realtime model): choose its plain sibling."},
    {"content length must be greater than 0", "Every message needs a content that is not empty and a role that fits."},
    {"please confirm if the task is in pending status",
     "Only a task that has not begun can be cancelled: poll it instead."},
};

struct code_row {
    std::string_view beginning;  // of the code
    std::string_view hint;
};

// Codes of the signed OpenAPI that tell more than their kind.
constexpr code_row codes[] = {
    {"SignatureDoesNotMatch",
     "The AccessKey secret does not belong to the AccessKey id: check ALIBABA_CLOUD_ACCESS_KEY_SECRET. A security "
     "token "
     "must have been issued together with both."},
    {"InvalidTimeStamp", "This computer's clock is wrong by more than 15 minutes: set it, then try again."},
    {"InvalidAccessKeyId",
     "The AccessKey id does not exist or is disabled: check ALIBABA_CLOUD_ACCESS_KEY_ID. A temporary id (STS.…) needs "
     "its ALIBABA_CLOUD_SECURITY_TOKEN."},
    {"InvalidSecurityToken",
     "The security token expired, or belongs to another AccessKey: get a new id, secret and token together."},
    {"MissingSecurityToken", "This AccessKey is a temporary one: set ALIBABA_CLOUD_SECURITY_TOKEN too."},
    {"SignatureNonceUsed", "The request arrived twice: try again."},
    {"Index.InvalidParameter",
     "Check that the knowledge base exists in this workspace (index_id as the console lists it), and correct what the "
     "message names."},
};

struct kind_row {
    error_kind kind;
    std::string_view hint;
};

using enum error_kind;

// {base}, {model}, {keys}, {models}, {bills}, {wait}, {when} are filled in.
constexpr kind_row kinds[] = {
    {invalid_key,
     "Check the API key, and that it belongs to the region of {base}: keys and hosts of different regions cannot be "
     "mixed (set the region or the base URL to the key's own). Keys: {keys}"},
    {invalid_access_key,
     "Check ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, the security token's age and this computer's "
     "clock."},
    {wrong_region,
     "{base} was asked. Keys, models and hosts of different regions cannot be mixed: choose a model of this region, or "
     "set the region that the key belongs to."},
    {workspace,
     "Check the workspace id (BAILIAN_WORKSPACE_ID): it must exist in the region of {base}, and the key must belong to "
     "it or have a right in it."},
    {access_denied,
     "The key has no right to this. Check that the service is activated, that the key's workspace may use it, and that "
     "key and {base} are of the same region."},
    {application,
     "Publish the application in the console, and check that its id is right and that the key belongs to its "
     "workspace."},
    {not_purchased, "The service is not activated for this account. Activate it once: {models}"},
    {model_access,
     "The key's workspace may not use {model}: grant it in the console's workspace settings, or choose another model."},
    {model_not_found,
     "Check the spelling of {model}, and that {base} serves it: models differ from region to region. Models: {models}"},
    {not_found,
     "Check the id: it may have expired, or belong to another account, workspace or region than that of {base}."},
    {quota_exhausted,
     "The quota for {model} is used up; repeating the call will not help now. Choose another model, or raise the "
     "quota: {models}"},
    {free_tier_only,
     "The free quota for {model} is used up and the account is set to free use only. Switch that off in the console, "
     "or "
     "choose another model: {models}"},
    {arrears, "The account is in arrears. Settle the bill, then try again: {bills}"},
    {rate_limited, "Too many requests for now. Wait {wait}, then try again, or spread the calls out."},
    {content_inspection,
     "DashScope's content inspection refused the input or the output. Change the wording or the file; the same request "
     "will be refused again."},
    {invalid_parameter, "Correct what the message names, then call again."},
    {file_problem,
     "Check the file: reachable without a login, of a supported format, and within the limits of size, duration and "
     "resolution."},
    {server_fault, "This is a fault on DashScope's side. Try again later; if it persists, report the request id."},
    {unavailable, "The service is overloaded or down for a moment. Try again {when}, or choose another model."},
    {timeout, "The model took too long. Try again, ask for less, or choose a faster model."},
    {bad_answer,
     "{base} broke off, or did not answer as DashScope does. Try again; if it persists, check the base URL and any "
     "proxy "
     "on the way."},
};

// In place of those above where the request was signed with an AccessKey pair.
constexpr kind_row signed_kinds[] = {
    {access_denied,
     "The AccessKey's RAM user has no right to this: an administrator grants it AliyunBailianDataFullAccess (or the "
     "action that the message names) and makes it a member of the workspace."},
    {workspace,
     "Check the workspace id (BAILIAN_WORKSPACE_ID): it must exist in the region of {base}, and the AccessKey's RAM "
     "user "
     "must be a member of it."},
    {invalid_key,
     "Check ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, the security token's age and this computer's "
     "clock."},
};

void fill(std::string& text, std::string_view name, std::string_view value) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
}

// Whole seconds, rounded up: asking a moment too early is asking in vain.
std::string seconds_text(std::chrono::milliseconds time) {
    auto const seconds = std::max<std::int64_t>(std::chrono::ceil<std::chrono::seconds>(time).count(), 1);
    return std::to_string(seconds) + (seconds == 1 ? " second" : " seconds");
}

std::string filled(std::string_view pattern, error_context const& context) {
    auto where = region_of_host(context.base.host).value_or(region::beijing);
    std::string text(pattern);
    fill(text, "{base}", context.base.host.empty() ? "the base URL" : context.base.text());
    fill(text, "{model}", context.model.empty() ? "the model" : context.model);
    fill(text, "{keys}", api_key_console(where));
    fill(text, "{models}", model_console(where));
    fill(text, "{bills}", billing_console(where));
    fill(text, "{wait}", context.retry_after ? seconds_text(*context.retry_after) : "up to a minute");
    fill(text, "{when}", context.retry_after ? "in " + seconds_text(*context.retry_after) : "shortly");
    return text;
}

}  // namespace

std::string hint(api_error const& error, error_context const& context) {
    auto said = platform::lower_case(error.message);
    for (auto const& row : messages)
        if (said.find(row.part) != std::string::npos) return std::string(row.hint);
    for (auto const& row : codes)
        if (error.code.starts_with(row.beginning)) return std::string(row.hint);
    if (context.access_key)
        for (auto const& row : signed_kinds)
            if (row.kind == error.kind) return filled(row.hint, context);
    for (auto const& row : kinds)
        if (row.kind == error.kind) return filled(row.hint, context);
    return {};
}

std::string missing_key_hint(error_context const& context) {
    return filled(
        "Create an API key at {keys} and set it as DASHSCOPE_API_KEY in the environment of this server, or as api_key "
        "in "
        "~/.bailian/config.json. To try everything without a key, start the server with --sandbox.",
        context);
}

}  // namespace dashscope
