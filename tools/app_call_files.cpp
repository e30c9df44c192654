#include "tools/app_call_files.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/session_source.hpp"
#include "dashscope/settings.hpp"
#include "tools/app_handles.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

using dashscope::session_file_state;

constexpr std::chrono::milliseconds first_interval{400};
constexpr std::chrono::milliseconds longest_interval{5000};
// DashScope takes ten of these queries a second.
constexpr std::chrono::milliseconds spacing{120};

dashscope::session_file_access access_of(services const& with, session_file_wish const& wish) {
    return {dashscope::openapi_credential_of(with.settings), wish.workspace_id};
}

bool has_access(dashscope::session_file_access const& access) {
    return !access.who.key.id.empty() && !access.who.key.secret.empty() && !access.workspace_id.empty();
}

/// What callers see of files while a call runs.
struct audience {
    services const& with;
    mcp::request_context const& context;

    std::string status_of(session_file_state const& file) const {
        return file.name + " = " + app_handle(with, context, file.id) + ": " + file.status;
    }
    std::string status_of(std::vector<session_file_state> const& files) const {
        std::string text;
        for (auto const& each : files) text += (text.empty() ? "" : "; ") + status_of(each);
        return text;
    }
    /// What is paid for by waiting must not be lost with an error.
    std::string already_there(std::vector<session_file_state> const& files) const {
        if (files.empty()) return {};
        return " These files are uploaded, give their ids as rag_options.session_file_ids in place of `files`: " +
               status_of(files) + ".";
    }
};

platform::task<std::vector<dashscope::session_content>> open_all(services with, std::vector<std::string> files,
                                                                 heartbeat& signs) {
    std::vector<dashscope::session_content> contents;
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto const label = argument_name("files", i, files.size());
        signs.say("Reading " + label);
        dashscope::session_source_services from{with.media, with.http, with.settings.base};
        auto content = co_await dashscope::open_session_file(from, files[i], label);
        contents.push_back(std::move(content));
    }
    co_return contents;
}

/// Asks about those that are not over. Throws failure.
class inquiry {
public:
    inquiry(services const& with, dashscope::session_file_access access, std::vector<session_file_state>& files,
            std::size_t given, mcp::request_context& context)
        : with_(with), access_(std::move(access)), files_(files), given_(given), context_(context) {}

    platform::task<void> ask_all() {
        bool first = true;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            if (files_[i].ready() || files_[i].failed()) continue;
            if (!std::exchange(first, false)) co_await pause(spacing);
            co_await ask(i);
        }
    }

    platform::task<void> pause(std::chrono::milliseconds time) {
        platform::timer timer(context_.executor(), time);
        co_await timer.async_wait(platform::use_task);
    }

private:
    platform::task<void> ask(std::size_t index) {
        std::optional<dashscope::failure> failed;
        try {
            auto state = co_await dashscope::describe_session_file(with_.api, access_, files_[index].id);
            if (state.name.empty()) state.name = files_[index].name;
            files_[index] = std::move(state);
        } catch (dashscope::failure const& error) {
            failed = error;
        }
        if (!failed) co_return;
        // Whoever brings an id may know more of it than this AccessKey may see: the application will tell.
        if (index >= given_ || failed->kind() == dashscope::error_kind::not_found) throw *failed;
        context_.log(mcp::log_level::info, failed->text());
        files_[index].status = "FILE_IS_READY";
    }

    services with_;
    dashscope::session_file_access access_;
    std::vector<session_file_state>& files_;
    std::size_t given_;
    mcp::request_context& context_;
};

bool is_over(session_file_state const& file) {
    return file.ready() || file.failed();
}

void throw_failed(std::vector<session_file_state> const& files, audience const& to) {
    std::string text;
    std::vector<session_file_state> others;
    for (auto const& each : files) {
        if (each.failed())
            text += "The session file " + each.name + " can't be used: " + each.status + ". " +
                    dashscope::remedy_for(each.status) + " ";
        else
            others.push_back(each);
    }
    if (text.empty()) return;
    throw mcp::tool_error(text + "The application was not asked." + to.already_there(others));
}

platform::task<void> wait_for(inquiry& asking, std::vector<session_file_state>& files,
                              platform::clock::time_point until, heartbeat& signs, audience const& to) {
    for (auto interval = first_interval;; interval = std::min(interval * 3 / 2, longest_interval)) {
        co_await asking.ask_all();
        if (std::ranges::all_of(files, is_over)) co_return;
        signs.say("Session files: " + to.status_of(files));
        auto const now = platform::clock::now();
        if (now >= until) co_return;
        auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - now);
        co_await asking.pause(std::min(interval, left));
    }
}

}  // namespace

bool session_file_outcome::all_ready() const {
    return std::ranges::all_of(files, &session_file_state::ready);
}

std::vector<std::string> session_file_outcome::ids() const {
    std::vector<std::string> list;
    for (auto const& each : files) list.push_back(each.id);
    return list;
}

platform::task<session_file_outcome> make_session_files(services with, session_file_wish wish,
                                                        mcp::request_context& context) {
    session_file_outcome outcome;
    auto& files = outcome.files;
    auto const access = access_of(with, wish);
    bool const may_look = has_access(access);
    for (auto const& id : wish.ids) files.push_back({id, "(earlier file)", may_look ? "" : "FILE_IS_READY"});
    if (!wish.files.empty()) dashscope::check_access(access);
    if (wish.files.empty() && !may_look) co_return outcome;

    audience const to{with, context};
    heartbeat signs(context, "Preparing session files");
    auto contents = co_await open_all(with, wish.files, signs);
    std::string failed;
    try {
        for (auto& content : contents) {
            auto const name = content.name;
            signs.say("Uploading " + name);
            auto id = co_await dashscope::send_session_file(with.api, with.http, access, std::move(content));
            files.push_back({std::move(id), name, "INIT"});
            signs.say("Session files: " + to.status_of(files));
        }
        inquiry asking(with, access, files, wish.ids.size(), context);
        co_await wait_for(asking, files, platform::clock::now() + wish.wait, signs, to);
    } catch (dashscope::failure const& error) {
        failed = error.text();
    } catch (dashscope::media_error const& error) {
        failed = error.what();
    }
    if (!failed.empty()) {
        std::vector<session_file_state> const uploaded(files.begin() + static_cast<std::ptrdiff_t>(wish.ids.size()),
                                                       files.end());
        throw mcp::tool_error(failed + to.already_there(uploaded));
    }
    throw_failed(files, to);
    co_return outcome;
}

std::vector<std::string> checked_file_names(services const& with, std::vector<std::string> const& files) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < files.size(); ++i)
        names.push_back(dashscope::checked_session_name(with.media, files[i], argument_name("files", i, files.size())));
    return names;
}

std::string file_lines(services const& with, mcp::request_context const& context, session_file_outcome const& outcome) {
    std::string text;
    for (auto const& each : outcome.files) {
        text += "- " + each.name + " = " + app_handle(with, context, each.id);
        text += each.ready() ? "\n" : " (" + each.status + ")\n";
    }
    return text;
}

std::string quoted_file_ids(services const& with, mcp::request_context const& context,
                            session_file_outcome const& outcome) {
    std::string text;
    for (auto const& id : outcome.ids())
        text += (text.empty() ? "" : ",") + json::serialize(json::string(app_handle(with, context, id)));
    return text;
}

mcp::tool_result files_not_ready(services const& with, mcp::request_context const& context,
                                 session_file_outcome const& outcome) {
    mcp::tool_result result;
    result.add_text(
        "The files are uploaded, but DashScope is still reading them; the application was not asked yet.\n" +
        file_lines(with, context, outcome) +
        "Call app_call again with the same arguments, but rag_options {\"session_file_ids\":[" +
        quoted_file_ids(with, context, outcome) +
        "]} in place of `files`: it waits for them and then asks. Nothing is uploaded twice. (wait_seconds "
        "says how long to wait.)");
    return result;
}

}  // namespace tools
