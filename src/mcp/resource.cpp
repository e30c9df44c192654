#include "mcp/resource.hpp"

#include "seal/base64.hpp"

namespace json = boost::json;

namespace mcp {

json::object text_contents(std::string_view uri, std::string_view type, std::string_view text) {
    return {{"uri", uri}, {"mimeType", type}, {"text", text}};
}

json::object blob_contents(std::string_view uri, std::string_view type, std::string_view bytes) {
    return {{"uri", uri}, {"mimeType", type}, {"blob", seal::base64(bytes)}};
}

platform::task<std::vector<std::string>> resource_source::complete(std::string, completion_query,
                                                                   request_context&) const {
    co_return std::vector<std::string>();
}

}  // namespace mcp
