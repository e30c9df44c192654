#include "mcp/request_context.hpp"

#include "mcp/tool.hpp"

namespace mcp {

platform::task<std::vector<boost::json::object>> request_context::ask(std::vector<question>) {
    throw tool_error("This call needs an answer, and there is nobody to ask.");
    co_return std::vector<boost::json::object>();
}

}  // namespace mcp
