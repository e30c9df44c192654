#include "dashscope/session_files.hpp"

#include "dashscope/client.hpp"
#include "dashscope/fields.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/storage_error.hpp"
#include "net/client.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace dashscope {

namespace {

constexpr int attempts = 3;
constexpr std::chrono::milliseconds first_pause{300};
// A line of 50 KB/s must do, if it must.
constexpr std::uint64_t slowest_bytes_per_second = 50'000;
constexpr std::string_view session_prefix = "file_session_";

struct final_failure {
    std::string_view status;
    std::string_view remedy;
};

constexpr final_failure failures[] = {
    {"PARSE_FAILED",
     "DashScope could not read the file. Upload it again (give it in `files`); if that fails too, save it anew in "
     "another format: a PDF without password, or plain text. A picture must have text in it."},
    {"SAFE_CHECK_FAILED",
     "DashScope's content inspection refused the file. Upload it again once; if it is refused again, change the file: "
     "take out what may offend, or give another one."},
    {"INDEX_BUILDING_FAILED", "DashScope could not index the file. Upload it again (give it in `files`)."},
    {"INDEX_DELETED",
     "The file's index was deleted: it can't be asked about any more. Upload it again (give it in "
     "`files`)."},
    {"FILE_EXPIRED",
     "The file has expired: session files live 7 days at most, and only as long as their session. Upload it again "
     "(give it in `files`) without the old session_id."},
};

failure bad_answer(std::string_view why) {
    return {error_kind::bad_answer, "Uploading a session file failed. " + std::string(why) +
                                        " Check the OpenAPI host and any proxy on the way, then try again."};
}

json::object const& data_of(json::value const& answer) {
    auto const* whole = answer.if_object();
    auto const* data = whole ? object_at(*whole, "Data") : nullptr;
    if (!data) throw bad_answer("The answer has no Data.");
    return *data;
}

std::string required(json::object const& from, std::string_view name) {
    auto const text = string_at(from, name);
    if (text.empty()) throw bad_answer("The answer has no " + std::string(name) + ".");
    return std::string(text);
}

// An object, or its text, of which the documentation's own sample lacks the braces.
json::object headers_of(json::object const& parameters) {
    auto const* value = parameters.if_contains("Headers");
    if (!value) return {};
    if (auto const* object = value->if_object()) return *object;
    auto const* text = value->if_string();
    if (!text) return {};
    auto const whole = text->starts_with('{') ? std::string(*text) : "{" + std::string(*text) + "}";
    boost::system::error_code error;
    auto parsed = json::parse(whole, error);
    return !error && parsed.is_object() ? std::move(parsed.get_object()) : json::object();
}

bool is_safe(net::origin const& host, net::origin const& base) {
    return host.tls || host == base || (net::is_loopback(host.host) && net::is_loopback(base.host));
}

platform::task<json::value> ask(client& api, session_file_access access, operation what, openapi_request request) {
    call_options options;
    options.timeout = std::chrono::seconds(60);
    auto answer =
        co_await call_openapi(api, std::move(access.who), std::move(what), std::move(request), std::move(options));
    co_return answer;
}

/// One attempt; nothing when it was taken.
platform::task<std::optional<storage_error>> put_once(net::client& http, net::client_request request,
                                                      call_context const& context) {
    try {
        auto const response = co_await http.send(std::move(request));
        if (response.status >= 200 && response.status <= 299) co_return std::nullopt;
        co_return read_storage_error(response.status, response.body);
    } catch (net::client_error const& error) {
        throw lost(error, context);
    }
}

platform::task<void> put_bytes(net::client& http, net::client_request request, call_context context) {
    for (int attempt = 1;; ++attempt) {
        std::optional<failure> failed;
        bool passes = false;
        try {
            auto const refused = co_await put_once(http, request, context);
            if (!refused) co_return;
            failed = upload_failure(context.words.what, *refused);
            passes = refused->http_status >= 500;
        } catch (failure const& error) {
            failed = error;
            passes = facts_of(error).transient;
        }
        if (attempt == attempts || !passes) throw *failed;
        platform::timer pause(co_await boost::asio::this_coro::executor, first_pause * attempt);
        co_await pause.async_wait(platform::use_task);
    }
}

}  // namespace

void check_access(session_file_access const& access) {
    error_context const words{"Uploading files for an application", {}, access.who.where, true};
    check_access_key(access.who.key, words);
    if (access.workspace_id.empty())
        throw failure(error_kind::workspace,
                      words.what +
                          " needs the id of the application's workspace: give `workspace_id`, or set "
                          "BAILIAN_WORKSPACE_ID in the environment of this server (the console shows it under "
                          "the workspace's details, llm-…).");
}

openapi_request lease_request(std::string_view workspace, session_content const& what) {
    return {"ApplyFileUploadLease",
            openapi_path({workspace, "datacenter", "category", "default"}),
            {},
            {{"FileName", what.name},
             {"Md5", what.md5},
             {"SizeInBytes", std::to_string(what.bytes->size())},
             {"CategoryType", "SESSION_FILE"}}};
}

upload_lease read_lease(json::value const& answer, net::origin const& base) {
    auto const& data = data_of(answer);
    auto const* parameters = object_at(data, "Param");
    if (!parameters) throw bad_answer("The upload lease has no Param.");
    upload_lease lease;
    lease.id = required(data, "FileUploadLeaseId");
    lease.request.method = required(*parameters, "Method");
    auto const to = net::parse_url(required(*parameters, "Url"));
    if (!to) throw bad_answer("The upload lease names no URL.");
    if (!is_safe(to->where, base))
        throw bad_answer("The upload lease names a host without encryption: " + to->where.text() + ".");
    lease.request.to = *to;
    try {
        // Exactly as they are, an empty Content-Type too: the URL is signed over them.
        for (auto const& [name, value] : headers_of(*parameters))
            if (auto const* text = value.if_string()) lease.request.fields.set(name, *text);
    } catch (std::invalid_argument const&) {
        throw bad_answer("The upload lease holds a line break.");
    }
    return lease;
}

openapi_request add_request(std::string_view workspace, std::string_view lease) {
    return {"AddFile",
            openapi_path({workspace, "datacenter", "file"}),
            {},
            {{"LeaseId", std::string(lease)},
             {"Parser", "DASHSCOPE_DOCMIND"},
             {"CategoryId", "default"},
             {"CategoryType", "SESSION_FILE"}}};
}

std::string read_added(json::value const& answer) {
    auto id = required(data_of(answer), "FileId");
    if (!id.starts_with(session_prefix))
        throw bad_answer("DashScope made " + one_line(id, 80) + " of it, which is no session file (file_session_…).");
    return id;
}

openapi_request describe_request(std::string_view workspace, std::string_view id) {
    // The documented path ends in a slash.
    return {"DescribeFile", openapi_path({workspace, "datacenter", "file", id}) + "/"};
}

bool session_file_state::failed() const {
    return std::ranges::any_of(failures, [&](auto const& row) { return row.status == status; });
}

session_file_state read_state(json::value const& answer, std::string_view id) {
    auto const& data = data_of(answer);
    return {std::string(id), std::string(string_at(data, "FileName")), required(data, "Status")};
}

std::string remedy_for(std::string_view status) {
    for (auto const& row : failures)
        if (row.status == status) return std::string(row.remedy);
    return {};
}

platform::task<std::string> send_session_file(client& api, net::client& http, session_file_access access,
                                              session_content what) {
    check_access(access);
    auto const doing = "Uploading " + one_line(what.name, 150) + " as a session file";
    call_context const context{{doing, {}, access.who.where, true}, access.who.key.secret, op_class::read};
    auto const leased =
        co_await ask(api, access, {doing, op_class::read, "POST", {}}, lease_request(access.workspace_id, what));
    auto lease = read_lease(leased, access.who.where);
    lease.request.source = what.bytes;
    lease.request.limits.total = std::chrono::seconds(120 + what.bytes->size() / slowest_bytes_per_second);
    co_await put_bytes(http, std::move(lease.request), context);
    // The lease serves once: an answer that was lost must not be asked for again.
    auto const added =
        co_await ask(api, access, {doing, op_class::compute, "PUT", {}}, add_request(access.workspace_id, lease.id));
    co_return read_added(added);
}

platform::task<session_file_state> describe_session_file(client& api, session_file_access access, std::string id) {
    auto request = describe_request(access.workspace_id, id);
    operation what{"Looking up the session file " + one_line(id, 80), op_class::read, "GET", {}};
    auto const answer = co_await ask(api, std::move(access), std::move(what), std::move(request));
    co_return read_state(answer, id);
}

}  // namespace dashscope
