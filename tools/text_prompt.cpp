#include "tools/text_prompt.hpp"

#include "mcp/prompt_registry.hpp"
#include "mcp/request_context.hpp"
#include "tools/suggestions.hpp"

#include <boost/json/parse.hpp>

#include <optional>
#include <stdexcept>

namespace json = boost::json;

namespace tools {

namespace {

/// Where an argument's values come from.
struct candidates {
    std::string kind;
    std::vector<std::string> values;  // of no kind: these
};

// Nothing where an argument is missing.
std::optional<std::string> filled(std::string_view line, json::object const& arguments) {
    std::string text;
    for (;;) {
        auto const open = line.find("{{");
        text += line.substr(0, open);
        if (open == std::string_view::npos) return text;
        auto const close = line.find("}}", open);
        auto const* value = arguments.if_contains(line.substr(open + 2, close - open - 2));
        if (!value || value->as_string().empty()) return std::nullopt;
        text += std::string_view(value->as_string());
        line.remove_prefix(close + 2);
    }
}

class text_prompt final : public mcp::prompt {
public:
    text_prompt(std::string description, std::vector<std::string> lines, std::map<std::string, candidates> known,
                services const& with)
        : description_(std::move(description)), lines_(std::move(lines)), known_(std::move(known)), with_(with) {}

    platform::task<mcp::prompt_result> get(json::object arguments, mcp::request_context&) const override {
        mcp::prompt_result result;
        result.description = description_;
        result.add_text(filled_lines(lines_, arguments));
        co_return result;
    }

    platform::task<std::vector<std::string>> complete(mcp::completion_query query,
                                                      mcp::request_context& context) const override {
        auto const found = known_.find(query.argument);
        if (found == known_.end()) co_return std::vector<std::string>();
        if (found->second.kind.empty()) co_return found->second.values;
        co_return suggestions(with_, found->second.kind, context.principal());
    }

private:
    std::string description_;
    std::vector<std::string> lines_;
    std::map<std::string, candidates> known_;
    services with_;
};

std::vector<std::string> strings_of(json::value const& list) {
    std::vector<std::string> all;
    for (auto const& each : list.as_array()) all.emplace_back(each.as_string());
    return all;
}

candidates read_candidates(json::value const& from) {
    if (from.is_array()) return {{}, strings_of(from)};
    candidates made{std::string(from.as_string()), {}};
    if (!is_suggestion_kind(made.kind)) throw std::invalid_argument("there are no suggestions of kind " + made.kind);
    return made;
}

// Each place names an argument: a misspelt one would take its line away for ever.
void check_places(std::vector<std::string> const& lines, json::array const& arguments) {
    json::object all;
    for (auto const& each : arguments) all[each.at("name").as_string()] = "x";
    for (auto const& line : lines)
        if (line.find("{{") != std::string::npos && !filled(line, all))
            throw std::invalid_argument("a line of the prompt names no argument: " + line);
}

}  // namespace

std::string filled_lines(std::vector<std::string> const& lines, json::object const& arguments) {
    std::string text;
    for (auto const& line : lines)
        if (auto const whole = filled(line, arguments)) text += *whole + "\n";
    if (!text.empty()) text.pop_back();
    return text;
}

void add_text_prompt(mcp::prompt_registry& to, std::string_view file, services const& with) {
    auto definition = json::parse(json::string_view(file.data(), file.size())).as_object();
    auto lines = strings_of(definition.at("text"));
    definition.erase("text");
    std::map<std::string, candidates> known;
    for (auto& each : definition.at("arguments").as_array()) {
        auto& argument = each.as_object();
        auto const* complete = argument.if_contains("complete");
        if (!complete) continue;
        known[std::string(argument.at("name").as_string())] = read_candidates(*complete);
        argument.erase("complete");
    }
    check_places(lines, definition.at("arguments").as_array());
    std::string description(definition.at("description").as_string());
    to.add(std::move(definition),
           std::make_shared<text_prompt>(std::move(description), std::move(lines), std::move(known), with));
}

}  // namespace tools
