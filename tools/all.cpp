#include "tools/all.hpp"

#include "mcp/registry.hpp"
#include "tools/chat.hpp"
#include "tools/schema_text.hpp"

namespace tools {

void add_all(mcp::registry& to, services const& with) {
    to.add(schema_text("chat"), make_chat(with));
}

std::string_view instructions() {
    return "Alibaba Cloud DashScope (Model Studio, 百炼) as tools.\n"
           "Which tool for which wish:\n"
           "- ask a text model, translate, get JSON by a schema, answer with web search: chat\n"
           "Rules: every result says in its text which model answered, what it used and DashScope's request id. A "
           "failed "
           "call says what to do next: follow it before trying again. Long answers stream as progress. A call without "
           "an API key tells where to get one.";
}

}  // namespace tools
