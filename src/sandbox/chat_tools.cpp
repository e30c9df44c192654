#include "sandbox/chat_tools.hpp"

#include "sandbox/schema_value.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t longest_name = 64;

json::value const* find(json::value const& from, std::string_view name) {
    auto const* value = from.is_object() ? from.get_object().if_contains(name) : nullptr;
    return value && !value->is_null() ? value : nullptr;
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

verdict check_tool(json::value const& tool, std::size_t index) {
    auto place = "tools[" + std::to_string(index) + "]";
    auto const* type = find(tool, "type");
    auto const* function = find(tool, "function");
    if (!type || *type != "function" || !function || !function->is_object())
        return rejected_by_engine("Field required: " + place + ".function");
    auto const* name = find(*function, "name");
    if (!name || !name->is_string()) return rejected_by_engine("Field required: " + place + ".function.name");
    std::string_view text = name->get_string();
    if (text == "search") return rejected_by_engine("Tool names are not allowed to be [search]");
    if (text.empty() || text.size() > longest_name || !std::ranges::all_of(text, is_name_character))
        return rejected_by_engine("Invalid '" + place +
                                  ".function.name': string does not match pattern. Expected a "
                                  "string that matches the pattern '^[a-zA-Z0-9_-]{1,64}$'.");
    auto const* parameters = find(*function, "parameters");
    if (parameters && !parameters->is_object())
        return rejected_by_engine("Input should be a valid dictionary: " + place + ".function.parameters");
    return std::nullopt;
}

std::string_view name_of(json::value const& tool) {
    return tool.at("function").at("name").as_string();
}

bool offers(json::array const& tools, std::string_view name) {
    return std::ranges::any_of(tools, [&](auto const& tool) { return name_of(tool) == name; });
}

verdict check_choice(json::value const& choice, json::array const& tools, bool thinks) {
    auto forced = rejected_by_engine(
        "The tool_choice parameter does not support being set to required or object in thinking mode");
    if (choice == "auto" || choice == "none") return std::nullopt;
    if (choice == "required") return thinks ? verdict(forced) : verdict{};
    auto const* function = find(choice, "function");
    auto const* type = find(choice, "type");
    auto const* name = function ? find(*function, "name") : nullptr;
    if (!type || *type != "function" || !name || !name->is_string())
        return rejected_by_engine("tool_choice is one of the strings that should be [\"none\", \"auto\"]");
    if (thinks) return forced;
    if (offers(tools, name->get_string())) return std::nullopt;
    return rejected_by_engine("The function named in tool_choice is not among tools.");
}

/// The name as a word of its own.
bool mentions(std::string_view text, std::string_view name) {
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        bool begins = at == 0 || !is_name_character(text[at - 1]);
        auto end = at + name.size();
        if (begins && (end == text.size() || !is_name_character(text[end]))) return true;
    }
    return false;
}

std::vector<json::value const*> choose(chat_request const& asked, wishes const& wanted, std::string_view text) {
    std::vector<json::value const*> chosen;
    bool after_result = !asked.messages.empty() && asked.messages.back().role == "tool";
    if (asked.tools.empty() || asked.tool_choice == "none" || after_result) return chosen;
    bool named = asked.tool_choice.starts_with('=');
    for (auto const& tool : asked.tools) {
        auto name = name_of(tool);
        if (named ? asked.tool_choice.substr(1) == name : wanted.all_tools || mentions(text, name))
            chosen.push_back(&tool);
    }
    for (auto const& wish : wanted.tools)
        for (auto const& tool : asked.tools)
            if (!named && (wish.empty() ? &tool == &asked.tools.front() : name_of(tool) == wish))
                chosen.push_back(&tool);
    if (chosen.empty() && asked.tool_choice == "required") chosen.push_back(&asked.tools.front());
    if (!asked.parallel_tools && chosen.size() > 1) chosen.resize(1);
    return chosen;
}

}  // namespace

verdict check_tools(json::object const& body, bool thinks) {
    auto const* tools = body.if_contains("tools");
    auto const* choice = body.if_contains("tool_choice");
    if (!tools || tools->is_null()) return std::nullopt;
    if (!tools->is_array()) return invalid_value("'tools' must be Array");
    auto const& list = tools->get_array();
    if (list.empty()) return invalid_value("[] is too short - 'tools'");
    for (std::size_t i = 0; i < list.size(); ++i)
        if (auto refused = check_tool(list[i], i)) return refused;
    if (!choice || choice->is_null()) return std::nullopt;
    return check_choice(*choice, list, thinks);
}

std::vector<tool_call> make_tool_calls(chat_request const& asked, wishes const& wanted, std::string_view text,
                                       generator& random) {
    std::vector<tool_call> calls;
    for (auto const* tool : choose(asked, wanted, text)) {
        auto const* parameters = find(tool->at("function"), "parameters");
        auto arguments = parameters ? make_instance(*parameters, random) : json::value(json::object{});
        calls.push_back({"call_" + random.hex(24), std::string(name_of(*tool)), json::serialize(arguments)});
    }
    return calls;
}

}  // namespace sandbox
