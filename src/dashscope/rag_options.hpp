#pragma once
// What `parameters.rag_options` of an application call may hold (catalogue §9.3). DashScope drops what breaks the rules
// without a word, so they are checked here.

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

inline constexpr std::size_t most_pipelines = 5;
inline constexpr std::size_t most_documents = 100;
inline constexpr std::size_t most_session_files = 10;

/// One sentence for each broken rule, with what is allowed; none for good options.
std::vector<std::string> problems_of_rag(json::object const& options);

/// Puts ids of session files behind those that are there.
void add_session_files(json::object& options, std::vector<std::string> const& ids);

/// True when a knowledge base is asked in this call.
bool asks_knowledge(json::object const& options);

}  // namespace dashscope
