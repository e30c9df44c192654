#include "conformance/fixture_tool.hpp"

namespace json = boost::json;

namespace conformance {

namespace {

class fixture_tool final : public mcp::tool {
public:
    explicit fixture_tool(fixture_body run) : run_(std::move(run)) {}
    platform::task<mcp::tool_result> call(json::object const& arguments, mcp::request_context& context) const override {
        return run_(arguments, context);
    }

private:
    fixture_body run_;
};

}  // namespace

void add_fixture_with_schema(mcp::registry& to, std::string_view name, std::string_view description,
                             json::object schema, fixture_body run) {
    json::object definition{{"name", name}, {"description", description}, {"inputSchema", std::move(schema)}};
    to.add_as_is(std::move(definition), std::make_shared<fixture_tool>(std::move(run)));
}

void add_fixture(mcp::registry& to, std::string_view name, std::string_view description, fixture_body run,
                 json::object properties) {
    json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
    add_fixture_with_schema(to, name, description, std::move(schema), std::move(run));
}

std::string text_argument(json::object const& arguments, std::string_view name) {
    auto const* value = arguments.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace conformance
