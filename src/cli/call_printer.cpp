#include "cli/call_printer.hpp"

#include "cli/exit_code.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <utility>

namespace json = boost::json;

namespace cli {

namespace {

std::string text_member(json::object const& object, std::string_view name) {
    auto const* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace

void call_printer::notify(std::string text) {
    if (!look_.streams || look_.json) return;
    auto const message = json::parse(text).as_object();
    if (text_member(message, "method") != "notifications/progress") return;
    auto const& params = message.at("params").as_object();
    auto const piece = text_member(params, "message");
    if (piece.empty()) return;
    if (!params.contains("_meta")) return print_status(piece);
    end_status();
    streamed_ += piece;
    std::cout << piece << std::flush;
}

// Where the work stands, on a line that the next one replaces. A task's id stays: it is what the result is found by.
void call_printer::print_status(std::string const& text) {
    bool const stays = text.starts_with("task_id");
    std::cerr << '\r' << text << "\x1b[K" << (stays ? "\n" : "") << std::flush;
    status_shown_ = !stays;
}

void call_printer::end_status() {
    if (std::exchange(status_shown_, false)) std::cerr << "\r\x1b[K" << std::flush;
}

void call_printer::finish(jsonrpc::reply answer) {
    end_status();
    auto const message = json::parse(answer.body).as_object();
    if (auto const* error = message.if_contains("error")) {
        auto const why = cancelled_ ? "cancelled" : text_member(error->as_object(), "message");
        std::cerr << "dashscope-mcp: " << why << '\n';
        exit_code_ = failed;
    } else {
        print_result(message.at("result").as_object());
    }
    done_();
}

void call_printer::print_result(json::object const& result) {
    auto const* flag = result.if_contains("isError");
    exit_code_ = flag && flag->is_bool() && flag->get_bool() ? failed : success;
    if (look_.json) {
        auto shown = result;
        shown.erase("_meta");
        shown.erase("resultType");
        std::cout << json::serialize(shown) << '\n' << std::flush;
        return;
    }
    print_blocks(result.at("content").as_array());
}

// What was streamed is not printed again; the last block, the line about model and usage, is dimmed.
void call_printer::print_blocks(json::array const& content) {
    auto& out = exit_code_ == success ? std::cout : std::cerr;
    if (!streamed_.empty()) out << '\n';
    for (std::size_t i = 0; i < content.size(); ++i) {
        auto const& block = content[i].as_object();
        // Links and previews say nothing that the text does not.
        if (text_member(block, "type") != "text") continue;
        auto const text = text_member(block, "text");
        if (i == 0 && text == streamed_) continue;
        bool const footer = look_.color && i > 0 && i + 1 == content.size();
        out << (footer ? "\x1b[2m" : "") << text << (footer ? "\x1b[0m" : "") << '\n';
    }
    out << std::flush;
}

}  // namespace cli
