#pragma once
// Calls of applications, agents and workflows, that were made in the console (catalogue §9, §9.3): the request.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

/// What is absent or empty is not sent: the application's own settings hold.
struct app_request {
    std::string prompt;
    json::array messages;  // with a prompt too, it becomes their last one
    std::string session_id;
    std::vector<std::string> images;     // URLs or data URIs
    std::vector<std::string> file_urls;  // `file_list`
    std::vector<std::string> file_ids;   // as the official CLI sends them
    std::string memory_id;
    json::object biz_params;
    json::object rag_options;
    std::optional<bool> has_thoughts;
    std::optional<bool> enable_thinking;
    std::string flow_stream_mode;
};

/// `/api/v1/apps/ID/completion`
std::string app_path(std::string_view app_id);

/// The body, with objects `input` and `parameters`.
json::object app_body(app_request const& from);

/// What must hold of every body that is streamed, whatever a caller merged into it: pieces and not the whole text again
/// and again; thoughts where thinking is on.
void settle(json::object& body);

/// One sentence for each rule that a whole body breaks; none for a good one.
std::vector<std::string> problems_of_app(json::object const& body);

/// The body for showing it: tokens of plug-ins and MCP servers are masked.
json::object without_secrets(json::object body);

}  // namespace dashscope
