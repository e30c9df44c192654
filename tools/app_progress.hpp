#pragma once
// What is seen of an application's answer while it comes.

#include "dashscope/app_result.hpp"
#include "mcp/request_context.hpp"

#include <optional>
#include <string>

namespace tools {

/// The answer streams as text; thoughts, and what runs, are reported by the step's name, gathered for half a second.
/// One owner, the context's thread.
class app_progress {
public:
    /// `begun`: when the call began.
    app_progress(mcp::request_context& context, platform::clock::time_point begun) : context_(context), begun_(begun) {}

    void operator()(dashscope::app_delta const& delta);

private:
    void take_piece(dashscope::app_delta::piece const& piece);
    void tell();

    mcp::request_context& context_;
    platform::clock::time_point begun_;
    std::optional<platform::clock::time_point> last_;
    std::string name_;
    std::string gathered_;
    std::size_t bytes_ = 0;
};

}  // namespace tools
