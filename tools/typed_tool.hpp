#pragma once
// A tool from one function that takes its arguments as a plain struct.

#include "mcp/bind.hpp"
#include "mcp/request_context.hpp"
#include "mcp/tool.hpp"
#include "tools/job.hpp"
#include "tools/services.hpp"

#include <memory>

namespace tools {

/// What a tool does. `given` has passed the schema. May be a coroutine: what it takes is its own, and the context lives
/// until it is done. Throws tool_error; a coroutine also failure and media_error, which become tool_error.
template <class Arguments>
using tool_function = platform::task<mcp::tool_result> (*)(services with, Arguments given,
                                                           mcp::request_context& context);

template <class Arguments>
class typed_tool final : public mcp::tool {
public:
    typed_tool(services const& with, tool_function<Arguments> run) : with_(with), run_(run) {}

    platform::task<mcp::tool_result> call(boost::json::object const& arguments,
                                          mcp::request_context& context) const override {
        return speaking_errors(run_(with_, mcp::bind<Arguments>(arguments), context));
    }

private:
    services with_;
    tool_function<Arguments> run_;
};

/// `Arguments` is a struct described by BOOST_DESCRIBE_STRUCT (mcp/bind.hpp).
template <class Arguments>
std::unique_ptr<mcp::tool> make_tool(services const& with,
                                     platform::task<mcp::tool_result> (*run)(services, Arguments,
                                                                             mcp::request_context&)) {
    return std::make_unique<typed_tool<Arguments>>(with, run);
}

}  // namespace tools
