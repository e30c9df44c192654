// What a call would send, in words.

#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "tools/job.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

// Beyond this a string is media in a data URI, and nobody reads it.
constexpr std::size_t shown_of_string = 2000;

std::string shown(json::string const& text) {
    if (text.size() <= shown_of_string) return json::serialize(text);
    auto const cut = dashscope::one_line(text, 120);
    return json::serialize(json::string(cut + " (" + std::to_string(text.size()) + " characters in all)"));
}

void write(std::string& to, json::value const& value, std::size_t depth);

void write_line(std::string& to, bool first, std::size_t depth) {
    to += first ? "\n" : ",\n";
    to.append(2 * depth, ' ');
}

void write(std::string& to, json::object const& object, std::size_t depth) {
    to += '{';
    bool first = true;
    for (auto const& [name, value] : object) {
        write_line(to, std::exchange(first, false), depth + 1);
        to += json::serialize(json::string(name)) + ": ";
        write(to, value, depth + 1);
    }
    if (first) return to.append("}"), void();
    to += '\n';
    to.append(2 * depth, ' ');
    to += '}';
}

void write(std::string& to, json::array const& array, std::size_t depth) {
    to += '[';
    bool first = true;
    for (auto const& value : array) {
        write_line(to, std::exchange(first, false), depth + 1);
        write(to, value, depth + 1);
    }
    if (first) return to.append("]"), void();
    to += '\n';
    to.append(2 * depth, ' ');
    to += ']';
}

void write(std::string& to, json::value const& value, std::size_t depth) {
    if (auto const* object = value.if_object()) write(to, *object, depth);
    else if (auto const* array = value.if_array()) write(to, *array, depth);
    else if (auto const* text = value.if_string()) to += shown(*text);
    else to += json::serialize(value);
}

}  // namespace

std::string dry_run_text(net::client_request const& request, json::object const& body) {
    std::string text = "Dry run: nothing was sent. The request would be:\n\n" + request.method + " " +
                       request.to.where.text() + request.to.target + "\n";
    for (auto const& field : request.fields) text += field.name + ": " + field.value + "\n";
    if (!request.body.empty()) text += '\n';
    if (!body.empty()) write(text, body, 0);
    else text += request.body;
    return text;
}

mcp::tool_result dry_run_result(services const& with, planned_call const& call) {
    auto who = operator_credential(with);
    who.base = call.elsewhere.value_or(who.base);
    auto const key = who.api_key;
    who.api_key = key.empty() ? "(no key configured)" : dashscope::masked(key);
    auto body = call.body.empty() ? std::string() : json::serialize(call.body);
    auto const request =
        dashscope::make_request(who, call.what, call.path, std::move(body), call.options, with.settings.source_channel);
    auto text = dry_run_text(request, call.body);
    mcp::tool_result result;
    result.add_text(key.empty() ? text : dashscope::scrubbed(text, key));
    return result;
}

}  // namespace tools
