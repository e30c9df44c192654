#include "tools/vocabulary_manage.hpp"

#include "dashscope/settings.hpp"
#include "dashscope/vocabularies.hpp"
#include "tools/asking.hpp"
#include "tools/generation.hpp"
#include "tools/ownership.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

struct vocabulary_arguments {
    std::string action;
    std::string vocabulary_id;
    json::array words;
    std::string target_model;
    std::string name;
    std::int64_t page = 1;
    std::int64_t page_size = 10;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(vocabulary_arguments, (),
                      (action, vocabulary_id, words, target_model, name, page, page_size, dry_run, parameters))

constexpr std::size_t longest_name = 10;

std::string text_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// The schema says that they are objects with a text.
std::vector<dashscope::hot_word> words_of(json::array const& from) {
    std::vector<dashscope::hot_word> words;
    for (auto const& each : from) {
        auto const& object = each.as_object();
        dashscope::hot_word word{text_at(object, "text"), {}, text_at(object, "language")};
        if (auto const* weight = object.if_contains("weight")) word.weight = weight->to_number<std::int64_t>();
        words.push_back(std::move(word));
    }
    return words;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::vector<std::string> problems_of(vocabulary_arguments const& from, std::string_view principal) {
    std::vector<std::string> problems;
    bool const creates = from.action == "create";
    if ((creates || from.action == "update") && from.words.empty())
        problems.emplace_back("give `words`: [{text, weight 1 to 5, language}]");
    if (creates && !is_name(from.name)) problems.emplace_back("name must be 1 to 10 small letters and digits");
    if (creates || from.action == "list") return problems;
    if (from.vocabulary_id.empty())
        problems.emplace_back("give `vocabulary_id`, as action list shows it");
    else if (!owns(principal, from.vocabulary_id))
        problems.push_back("vocabulary " + from.vocabulary_id + " is not one of yours");
    return problems;
}

json::object body_of(vocabulary_arguments const& from, std::string const& target_model, std::string_view principal) {
    if (from.action == "create")
        return dashscope::create_vocabulary_body(target_model, owned_name(principal, from.name, longest_name),
                                                 words_of(from.words));
    if (from.action == "update") return dashscope::update_vocabulary_body(from.vocabulary_id, words_of(from.words));
    if (from.action == "get") return dashscope::query_vocabulary_body(from.vocabulary_id);
    if (from.action == "delete") return dashscope::delete_vocabulary_body(from.vocabulary_id);
    // Whether a prefix finds longer ones the documents don't say: a principal's own are picked from all.
    auto const prefix = principal.empty() ? from.name : std::string();
    return dashscope::list_vocabularies_body(prefix, static_cast<int>(from.page), static_cast<int>(from.page_size));
}

json::object member(json::value const& answer, std::string_view name) {
    auto const* whole = answer.if_object();
    auto const* value = whole ? whole->if_contains(name) : nullptr;
    return value && value->is_object() ? value->get_object() : json::object();
}

std::string list_text(json::object const& output, std::string_view principal) {
    auto const* list = output.if_contains("vocabulary_list");
    std::string lines;
    if (!list || !list->is_array()) return "No vocabularies on this page.";
    for (auto const& each : list->get_array()) {
        auto const* one = each.if_object();
        if (!one || !owns(principal, text_at(*one, "vocabulary_id"))) continue;
        lines += "\n- " + text_at(*one, "vocabulary_id") + " (" + text_at(*one, "status") + ", changed " +
                 text_at(*one, "gmt_modified") + ")";
    }
    return lines.empty() ? "No vocabularies on this page." : "Vocabularies:" + lines;
}

std::string words_for(vocabulary_arguments const& from, std::string const& target_model, json::object const& output,
                      std::string_view principal) {
    if (from.action == "create")
        return "New vocabulary: " + text_at(output, "vocabulary_id") +
               "\nUse it as `vocabulary_id` of speech_recognize with model " + target_model +
               "; another model ignores it silently.";
    if (from.action == "list") return list_text(output, principal);
    if (from.action == "get") return from.vocabulary_id + ": " + json::serialize(output);
    return (from.action == "delete" ? "Deleted: " : "Updated: ") + from.vocabulary_id;
}

platform::task<mcp::tool_result> run(services with, vocabulary_arguments from, mcp::request_context& context) {
    auto const& principal = context.principal();
    refuse("vocabulary_manage", problems_of(from, principal));
    auto const target_model = from.target_model.empty()
                                  ? std::string(with.settings.model_for(dashscope::capability::speech_recognition))
                                  : from.target_model;
    // A second vocabulary would take one of the account's ten places; anything else may be said twice.
    auto const repeats = from.action == "create" ? dashscope::op_class::change : dashscope::op_class::read;
    auto call = plan_request(with, context, "Hot words: " + from.action, repeats, "POST",
                             std::string(dashscope::vocabulary_path));
    call.what.model = "speech-biasing";
    call.body = body_of(from, target_model, principal);
    auto& input = call.body["input"].as_object();
    auto const before = input;
    merge_parameters(input, from.parameters);
    keep_owned(principal, input, before, {"action", "vocabulary_id", "prefix"});
    if (from.dry_run) co_return dry_run_result(with, call);

    auto const answer = co_await ask(with, std::move(call));
    mcp::tool_result result;
    auto const request_id = request_id_in(answer);
    result.add_text(words_for(from, target_model, member(answer, "output"), principal) +
                    (request_id.empty() ? "" : "\nRequest id: " + request_id));
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_vocabulary_manage(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
