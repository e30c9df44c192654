#include "dashscope/rag_options.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/secret.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::string_view session_prefix = "file_session_";

struct list_rule {
    std::string_view name;
    std::size_t most;       // 0: no limit
    std::string_view over;  // what to do about more
};

constexpr list_rule lists[] = {
    {"pipeline_ids", most_pipelines,
     "DashScope searches the first 5 knowledge bases and silently leaves out the others: ask in several calls"},
    {"file_ids", most_documents, "leave some out, or choose by `tags`"},
    {"tags", 0, {}},
    {"session_file_ids", most_session_files, "ask in several calls"},
};

constexpr std::string_view needing_pipelines[] = {"file_ids", "tags", "metadata_filter", "structured_filter"};

bool is_filled_string(json::value const& value) {
    auto const* text = value.if_string();
    return text && !text->empty();
}

std::string named(std::string_view name) {
    return "rag_options." + std::string(name);
}

void check_list(json::object const& options, list_rule const& rule, std::vector<std::string>& problems) {
    auto const* value = options.if_contains(rule.name);
    if (!value) return;
    auto const* list = value->if_array();
    if (!list || !std::ranges::all_of(*list, is_filled_string)) {
        problems.push_back(named(rule.name) + " must be a list of strings that are not empty");
        return;
    }
    if (rule.most > 0 && list->size() > rule.most)
        problems.push_back(named(rule.name) + " may have " + std::to_string(rule.most) + " entries, you gave " +
                           std::to_string(list->size()) + ": " + std::string(rule.over));
}

// The values of a filter are one value or a list of which any may hold.
void check_filter(json::object const& options, std::string_view name, bool numbers,
                  std::vector<std::string>& problems) {
    auto const* value = options.if_contains(name);
    if (!value) return;
    auto const is_good = [&](json::value const& one) {
        return one.is_string() || (numbers && (one.is_number() || one.is_bool()));
    };
    auto const what = std::string(numbers ? "strings or numbers" : "strings");
    auto const* filter = value->if_object();
    if (!filter || filter->empty()) {
        problems.push_back(named(name) + " must be an object of names and values, such as {\"author\":\"Wang\"}");
        return;
    }
    for (auto const& [key, wanted] : *filter) {
        auto const* several = wanted.if_array();
        bool const good = several ? !several->empty() && std::ranges::all_of(*several, is_good) : is_good(wanted);
        if (!good) problems.push_back(named(name) + "." + std::string(key) + " must be one of, or a list of, " + what);
    }
}

bool is_given(json::object const& options, std::string_view name) {
    auto const* value = options.if_contains(name);
    if (!value || value->is_null()) return false;
    if (auto const* list = value->if_array()) return !list->empty();
    return true;
}

void check_dependence(json::object const& options, std::vector<std::string>& problems) {
    if (asks_knowledge(options)) return;
    for (auto const name : needing_pipelines)
        if (is_given(options, name))
            problems.push_back(named(name) +
                               " has no effect without rag_options.pipeline_ids: give the id of the knowledge base "
                               "that it belongs to");
}

void check_session_files(json::object const& options, std::vector<std::string>& problems) {
    auto const* ids = array_at(options, "session_file_ids");
    if (!ids) return;
    for (auto const& id : *ids)
        if (auto const* text = id.if_string(); text && !text->empty() && !text->starts_with(session_prefix))
            problems.push_back("rag_options.session_file_ids: " + one_line(*text, 80) +
                               " is no session file, their ids begin with file_session_; a document of a knowledge "
                               "base goes into rag_options.file_ids");
}

}  // namespace

std::vector<std::string> problems_of_rag(json::object const& options) {
    std::vector<std::string> problems;
    for (auto const& rule : lists) check_list(options, rule, problems);
    check_filter(options, "metadata_filter", false, problems);
    check_filter(options, "structured_filter", true, problems);
    check_dependence(options, problems);
    check_session_files(options, problems);
    return problems;
}

void add_session_files(json::object& options, std::vector<std::string> const& ids) {
    if (ids.empty()) return;
    auto& list = options["session_file_ids"];
    if (!list.is_array()) list = json::array();
    for (auto const& id : ids) list.get_array().emplace_back(id);
}

bool asks_knowledge(json::object const& options) {
    auto const* ids = array_at(options, "pipeline_ids");
    return ids && !ids->empty();
}

}  // namespace dashscope
