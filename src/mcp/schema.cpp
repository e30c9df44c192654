#include "mcp/schema.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/schema_node.hpp"

#include <algorithm>

namespace json = boost::json;

namespace mcp {

namespace {

using node = arguments_schema::node;

std::string joined_names(std::vector<property> const& properties) {
    std::string out;
    for (auto const& each : properties) {
        if (!out.empty()) out += ", ";
        out += each.name;
    }
    return out;
}

std::string unknown_parameter(std::string_view name, node const& root) {
    std::vector<std::string_view> names;
    names.reserve(root.properties.size());
    for (auto const& each : root.properties) names.push_back(each.name);
    std::string text = "`" + jsonrpc::excerpt(name) + "` is not a parameter";
    if (auto const meant = nearest(name, names))
        text += "; did you mean `" + std::string(*meant) + "`?";
    else
        text += ".";
    return text + " Parameters: " + joined_names(root.properties);
}

std::vector<std::string> add_unlisted(node& to, json::object const& properties) {
    std::vector<std::string> names;
    for (auto& each : compile_schema({{"properties", properties}}, "unlisted").properties) {
        if (to.find(each.name)) throw std::invalid_argument("unlisted: " + each.name + " is listed, too");
        names.push_back(each.name);
        to.properties.push_back(std::move(each));
    }
    return names;
}

}  // namespace

arguments_schema::arguments_schema(json::object const& schema, json::object const* aliases,
                                   json::object const* unlisted) {
    auto root = compile_schema(schema, "inputSchema");
    if (root.type != value_type::object) throw std::invalid_argument("inputSchema.type must be \"object\"");
    if (unlisted) unlisted_ = add_unlisted(root, *unlisted);
    root_ = std::make_shared<node const>(std::move(root));
    if (aliases) add_aliases(*aliases);
}

void arguments_schema::add_aliases(json::object const& aliases) {
    for (auto const& [alias, name] : aliases) {
        if (!name.is_string() || !root_->find(name.get_string()))
            throw std::invalid_argument("aliases: " + std::string(alias) + " names no parameter");
        if (root_->find(alias)) throw std::invalid_argument("aliases: " + std::string(alias) + " is a parameter");
        aliases_.emplace_back(alias, std::string(name.get_string()));
    }
}

void arguments_schema::lift_unlisted(json::object& arguments) const {
    auto* parameters = arguments.if_contains("parameters");
    if (!parameters || !parameters->is_object()) return;
    json::object rest = std::move(parameters->get_object());
    for (auto const& name : unlisted_) {
        auto const* given = rest.if_contains(name);
        if (!given) continue;
        json::value value = *given;
        problem_list problems;
        check_value(root_->find(name)->schema, value, name, problems);
        // What does not fit may be newer than our schema: it is sent as it stands.
        if (!problems.text().empty()) continue;
        arguments.insert_or_assign(name, std::move(value));
        rest.erase(name);
    }
    arguments["parameters"] = std::move(rest);
}

checked_arguments arguments_schema::apply(json::object const& arguments) const {
    checked_arguments result;
    problem_list problems;
    for (auto const& [given, value] : arguments) {
        std::string_view name = given;
        auto const alias =
            std::find_if(aliases_.begin(), aliases_.end(), [&](auto const& pair) { return pair.first == name; });
        // The right name wins over its alias when both are given.
        if (alias != aliases_.end() && arguments.contains(alias->second)) continue;
        if (alias != aliases_.end()) name = alias->second;
        auto const* found = root_->find(name);
        if (!found) {
            if (root_->additional_properties)
                result.arguments.emplace(name, value);
            else
                problems.add(unknown_parameter(name, *root_));
            continue;
        }
        if (value.is_null()) continue;
        json::value mended = value;
        check_value(found->schema, mended, "`" + found->name + "`", problems);
        result.arguments.insert_or_assign(found->name, std::move(mended));
    }
    lift_unlisted(result.arguments);
    for (auto const& each : root_->properties)
        if (each.required && !result.arguments.contains(each.name))
            problems.add("`" + each.name + "` is required: " + describe(each.schema));
    result.problems = problems.text();
    return result;
}

}  // namespace mcp
