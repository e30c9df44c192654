#include "sandbox/apps.hpp"

#include "sandbox/app_answer.hpp"
#include "sandbox/app_memories.hpp"
#include "sandbox/app_request.hpp"
#include "sandbox/app_sessions.hpp"
#include "sandbox/behaviour.hpp"
#include "sandbox/corpus.hpp"
#include "sandbox/native.hpp"
#include "sandbox/ranking.hpp"
#include "sandbox/session_files.hpp"
#include "sandbox/tokens.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view error_app = "sandbox-error-";
constexpr std::string_view model_of_apps = "qwen3.6-plus";
constexpr std::string_view workspace = "ws-sandbox";

std::string joined(std::vector<std::string> const& parts) {
    std::string text;
    for (auto const& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

verdict check_app(exchange const& context) {
    auto const app = context.segments.front();
    auto const given = context.asked.field("x-dashscope-workspace");
    if (given && !given->empty() && *given != workspace) return to_failure(*find_error("WorkSpaceNotFound"));
    if (app == "app-unpublished") return to_failure(*find_error("FlowNotPublished"));
    if (app == "app-sandbox" || app == "app-workflow") return std::nullopt;
    return to_failure(*find_error("App.AccessDenied"));
}

std::vector<found_passage> look_up(app_request const& asked) {
    bool const linked = std::ranges::find(asked.pipelines, corpus_index) != asked.pipelines.end();
    if (!linked) return {};
    retrieval wanted;
    wanted.query = asked.prompt;
    wanted.documents = asked.documents;
    wanted.tags = asked.tags;
    wanted.filters = asked.filters;
    return retrieve(wanted);
}

json::array references_of(std::vector<found_passage> const& found) {
    json::array all;
    for (auto const& one : found)
        all.push_back(json::object{{"images", json::array{}},
                                   {"doc_name", one.what->doc_name},
                                   {"text", one.what->text},
                                   {"index_id", std::to_string(all.size() + 1)},
                                   {"title", one.what->title},
                                   {"doc_id", one.what->doc_id}});
    return all;
}

app_thought rag_thought(std::vector<found_passage> const& found) {
    json::array all;
    for (auto const& one : found)
        all.push_back(json::object{{"content", one.what->text},
                                   {"dataId", one.what->doc_id},
                                   {"dataName", one.what->doc_name},
                                   {"display", true},
                                   {"images", json::array{}},
                                   {"referenceIndex", all.size() + 1},
                                   {"score", one.score},
                                   {"title", one.what->title},
                                   {"webSearch", false}});
    return {"agentRag", "知识检索", "rag", {}, "{}", json::serialize(all)};
}

app_thought memory_thought(app_request const& asked, std::vector<std::string> const& recalled) {
    json::object arguments{{"memory_id", asked.memory}, {"query", asked.prompt}};
    json::array contents(recalled.begin(), recalled.end());
    return {"api", "长期记忆检索", "memory", {}, json::serialize(arguments), json::serialize(contents)};
}

app_thought reasoning_thought(app_request const& asked) {
    auto text =
        "[sandbox] thinking about: " + asked.prompt + ". First I look at what I was given, then I decide what to say.";
    return {"reasoning", "思考过程", "reasoning", std::move(text), {}, {}};
}

/// What of a session's files is near the prompt, and which could not be used.
std::string files_text(app_request const& asked, std::string_view session, exchange const& context) {
    std::string text;
    for (auto const& id : asked.session_files) {
        auto const file = find_session_file(id, context);
        bool const foreign = file && !file->session.empty() && file->session != session;
        if (!file || foreign || file->status != "FILE_IS_READY") {
            text += " Not usable here: " + id + " (" +
                    (!file     ? "unknown"
                     : foreign ? "of another session"
                               : file->status) +
                    ").";
            continue;
        }
        bind_session_file(id, session, context);
        text += " File: " + file->name + ", " + std::to_string(file->size) + " bytes.";
        std::vector<std::string> lines;
        for (std::string_view rest = file->text; !rest.empty();) {
            auto const end = std::min(rest.find('\n'), rest.size());
            lines.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        auto const best = rank(asked.prompt, lines);
        if (!best.empty() && best.front().score > 0) text += " It says: " + lines[best.front().index];
    }
    return text;
}

std::string facts(app_request const& asked, app_session const& session) {
    std::string text;
    if (asked.messages > 0) text += " The conversation has " + std::to_string(asked.messages) + " messages.";
    if (!session.prompts.empty())
        text += " Round " + std::to_string(session.prompts.size() + 1) + "; before: " + joined(session.prompts) + ".";
    if (!asked.variables.empty()) text += " Variables: " + json::serialize(asked.variables) + ".";
    if (!asked.images.empty()) text += " Images: " + joined(asked.images) + ".";
    if (!asked.files.empty()) text += " Files: " + joined(asked.files) + ".";
    return text;
}

std::string passages_text(std::vector<found_passage> const& found) {
    if (found.empty()) return {};
    return " The knowledge base says: " + std::string(found.front().what->text) + "<ref>[1]</ref>";
}

flow_form flow_of(app_request const& asked) {
    if (asked.app != "app-workflow") return flow_form::none;
    if (asked.flow_mode == "message_format") return flow_form::speaking;
    if (asked.flow_mode == "message_format_plus") return flow_form::all;
    // The default mode tells of nodes only where thoughts were asked for.
    return asked.has_thoughts ? flow_form::thoughts : flow_form::none;
}

app_answer make_answer(app_request const& asked, app_session const& session, exchange const& context) {
    app_answer answer;
    answer.request_id = context.request_id;
    answer.session = session.id;
    answer.model = model_of_apps;
    auto const found = look_up(asked);
    auto const recalled = asked.memory.empty() ? std::nullopt : app_memory_contents(asked.memory, context);
    if (asked.has_thoughts) {
        if (!asked.pipelines.empty()) answer.thoughts.push_back(rag_thought(found));
        if (recalled) answer.thoughts.push_back(memory_thought(asked, *recalled));
        if (asked.thinks) answer.thoughts.push_back(reasoning_thought(asked));
    }
    answer.text = "[sandbox] " + asked.app + " heard: " + asked.prompt + (asked.prompt.ends_with('.') ? "" : ".") +
                  facts(asked, session) + files_text(asked, session.id, context) + passages_text(found);
    if (recalled && !recalled->empty()) answer.text += " I remember: " + joined(*recalled) + ".";
    answer.text += " No model was asked: the dashscope-mcp sandbox made this answer up.";
    if (asked.asked.say) answer.text = *asked.asked.say;
    answer.references = references_of(found);
    answer.input_tokens = count_tokens(asked.prompt) + 20;
    answer.flow = flow_of(asked);
    return answer;
}

/// An application with a memory takes statements in by itself.
void remember(app_request const& asked, exchange const& context) {
    bool const question = asked.prompt.ends_with('?') || asked.prompt.ends_with("？");
    if (!asked.memory.empty() && !question) add_app_memory(asked.memory, asked.prompt, context);
}

}  // namespace

plan complete_app(exchange const& context) {
    if (auto const app = context.segments.front(); app.starts_with(error_app)) {
        wishes by_name;
        by_name.error = read_error_wish(app.substr(error_app.size()));
        return behave(stream_plan(), by_name, context);
    }
    if (auto refused = check_app(context)) return refuse(*refused, context);
    auto const asked = read_app_request(context);
    if (!asked) return refuse(asked.error(), context);
    auto const session = open_app_session(asked->session, context);
    auto const answer = make_answer(*asked, session, context);
    if (!will_fail(asked->asked, context)) {
        if (asked->messages == 0) add_round(session, asked->prompt, context);
        remember(*asked, context);
    }
    auto result = asked->streams ? streamed_app_answer(answer, asked->incremental, asked->asked.chunks)
                                 : whole_app_answer(answer);
    return behave(std::move(result), asked->asked, context);
}

}  // namespace sandbox
