#pragma once
// What `call` shows of a running call and of its result.

#include "jsonrpc/service.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>

namespace cli {

/// The outlet of one call: streams text to a terminal as it comes (the engine marks it: engine_options::marks_text) and
/// shows on stderr where the work stands; prints the result to stdout.
class call_printer final : public jsonrpc::outlet {
public:
    struct style {
        bool streams = false;  // stdout is a terminal
        bool color = false;
        bool json = false;
    };

    call_printer(style look, std::function<void()> done) : look_(look), done_(std::move(done)) {}

    void notify(std::string text) override;
    void finish(jsonrpc::reply answer) override;
    /// The person at the terminal ended the call: its error needs no explanation.
    void cancel() { cancelled_ = true; }
    int exit_code() const { return exit_code_; }

private:
    void print_status(std::string const& text);
    void end_status();
    void print_result(boost::json::object const& result);
    void print_blocks(boost::json::array const& content);

    style look_;
    std::function<void()> done_;
    std::string streamed_;
    bool status_shown_ = false;
    bool cancelled_ = false;
    int exit_code_ = 1;
};

}  // namespace cli
