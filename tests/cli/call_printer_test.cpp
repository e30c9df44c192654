#include "cli/call_printer.hpp"

#include <doctest/doctest.h>

#include <iostream>
#include <sstream>

namespace {

/// What a printer writes to both streams while this lives.
struct captured {
    captured() : out_before(std::cout.rdbuf(out.rdbuf())), err_before(std::cerr.rdbuf(err.rdbuf())) {}
    ~captured() {
        std::cout.rdbuf(out_before);
        std::cerr.rdbuf(err_before);
    }
    std::ostringstream out, err;
    std::streambuf* out_before;
    std::streambuf* err_before;
};

std::string progress(std::string const& message, bool text) {
    return R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"call","progress":1,"message":")" +
           message + '"' + (text ? R"(,"_meta":{"dashscope-mcp/text":true})" : "") + "}}";
}

std::string result(std::string const& content) {
    return R"({"jsonrpc":"2.0","id":1,"result":{"content":[)" + content + R"(],"isError":false}})";
}

constexpr cli::call_printer::style terminal{true, false, false};

}  // namespace

TEST_CASE("streamed text goes to stdout and is not said twice") {
    captured streams;
    cli::call_printer printer(terminal, [] {});
    printer.notify(progress("Hello", true));
    printer.notify(progress(" world", true));
    printer.finish({result(R"({"type":"text","text":"Hello world"},{"type":"text","text":"[m]"})"), 200, {}});
    CHECK(streams.out.str() == "Hello world\n[m]\n");
    CHECK(streams.err.str() == "");
    CHECK(printer.exit_code() == 0);
}

TEST_CASE("where the work stands goes to stderr; the task's id stays, the rest gives way") {
    captured streams;
    cli::call_printer printer(terminal, [] {});
    printer.notify(progress("task_id t-1 PENDING", false));
    printer.notify(progress("RUNNING after 5 s", false));
    printer.finish({result(R"({"type":"text","text":"Saved: /tmp/a.png"})"), 200, {}});
    CHECK(streams.out.str() == "Saved: /tmp/a.png\n");
    CHECK(streams.err.str() == "\rtask_id t-1 PENDING\x1b[K\n\rRUNNING after 5 s\x1b[K\r\x1b[K");
}

TEST_CASE("nothing but the result where stdout is no terminal") {
    captured streams;
    cli::call_printer printer({}, [] {});
    printer.notify(progress("task_id t-1 PENDING", false));
    printer.notify(progress("Hello", true));
    printer.finish({result(R"({"type":"text","text":"Hello"})"), 200, {}});
    CHECK(streams.out.str() == "Hello\n");
    CHECK(streams.err.str() == "");
}

TEST_CASE("links and previews are not printed: the text says all") {
    captured streams;
    cli::call_printer printer({}, [] {});
    printer.finish({result(R"({"type":"text","text":"Saved"},{"type":"resource_link","uri":"file:///a","name":"a"},)"
                           R"({"type":"image","data":"AA==","mimeType":"image/png"},{"type":"text","text":"[m]"})"),
                    200,
                    {}});
    CHECK(streams.out.str() == "Saved\n[m]\n");
}

TEST_CASE("errors go to stderr with an exit code of their own") {
    captured streams;
    bool done = false;
    cli::call_printer printer(terminal, [&] { done = true; });
    printer.finish({R"({"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"no"}],"isError":true}})", 200, {}});
    CHECK(streams.err.str() == "no\n");
    CHECK(streams.out.str() == "");
    CHECK(printer.exit_code() == 1);
    CHECK(done);
}
