#include "cli/call_printer.hpp"

#include "cli/support.hpp"

using namespace cli_test;

namespace {

std::string result(std::string_view content, bool is_error = false) {
    return R"({"jsonrpc":"2.0","id":1,"result":{"content":)" + std::string(content) +
           (is_error ? R"(,"isError":true)" : "") + R"(,"resultType":"complete","_meta":{"a":1}}})";
}

std::string progress(std::string_view text) {
    return R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"call","progress":1,"message":")" +
           std::string(text) + R"(","_meta":{"dashscope-mcp/text":true}}})";
}

// Where the work stands, which is no part of the answer.
std::string status(std::string_view text) {
    return R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"call","progress":1,"message":")" +
           std::string(text) + R"("}})";
}

constexpr std::string_view two_blocks = R"([{"type":"text","text":"The answer."},{"type":"text","text":"[model]"}])";

struct shown {
    std::string out;
    std::string err;
    int code;
    int done;
};

shown show(cli::call_printer::style look, std::vector<std::string> const& notes, std::string const& reply) {
    captured const output;
    int done = 0;
    cli::call_printer printer(look, [&done] { ++done; });
    for (auto const& each : notes) printer.notify(each);
    printer.finish({reply, 200, {}});
    return {output.out(), output.err(), printer.exit_code(), done};
}

}  // namespace

TEST_CASE("how a result is printed") {
    struct {
        cli::call_printer::style look;
        std::vector<std::string> notes;
        std::string reply;
        std::string out;
        std::string err;
        int code;
    } const cases[] = {
        {{}, {}, result(two_blocks), "The answer.\n[model]\n", "", 0},
        {{}, {}, result("[]"), "", "", 0},
        // Into a pipe nothing is streamed: the text comes once.
        {{}, {progress("The "), progress("answer.")}, result(two_blocks), "The answer.\n[model]\n", "", 0},
        {{.streams = true},
         {progress("The "), progress("answer.")},
         result(two_blocks),
         "The answer.\n[model]\n",
         "",
         0},
        // What was streamed was not the answer's first block: nothing is lost.
        {{.streams = true},
         {status("RUNNING, 3 s"), progress("The answer.")},
         result(two_blocks),
         "The answer.\n[model]\n",
         "\rRUNNING, 3 s\x1b[K\r\x1b[K",
         0},
        {{.streams = true}, {status("task_id t-1")}, result("[]"), "", "\rtask_id t-1\x1b[K\n", 0},
        // Into a pipe nothing is shown of it.
        {{}, {status("RUNNING, 3 s")}, result("[]"), "", "", 0},
        {{.streams = true}, {progress("Other")}, result(two_blocks), "Other\nThe answer.\n[model]\n", "", 0},
        {{.streams = true, .color = true},
         {progress("The answer.")},
         result(two_blocks),
         "The answer.\n\x1b[2m[model]\x1b[0m\n",
         "",
         0},
        {{.color = true}, {}, result(R"([{"type":"text","text":"alone"}])"), "alone\n", "", 0},
        {{.streams = true},
         {R"({"jsonrpc":"2.0","method":"notifications/message","params":{"data":"log"}})",
          R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progress":1}})"},
         result("[]"),
         "",
         "",
         0},
        {{}, {}, result(R"([{"type":"text","text":"It failed."}])", true), "", "It failed.\n", 1},
        {{},
         {},
         R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Unknown tool: x"}})",
         "",
         "dashscope-mcp: Unknown tool: x\n",
         1},
        {{.streams = true, .json = true},
         {progress("x")},
         result(R"([{"type":"text","text":"a"}])"),
         "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}\n",
         "",
         0},
        {{.json = true}, {}, result("[]", true), "{\"content\":[],\"isError\":true}\n", "", 1},
    };
    for (auto const& each : cases) {
        CAPTURE(each.reply);
        auto const got = show(each.look, each.notes, each.reply);
        CHECK(got.out == each.out);
        CHECK(got.err == each.err);
        CHECK(got.code == each.code);
        CHECK(got.done == 1);
    }
}

TEST_CASE("a call that never ended has failed") {
    cli::call_printer const printer({}, [] {});
    CHECK(printer.exit_code() == 1);
}
