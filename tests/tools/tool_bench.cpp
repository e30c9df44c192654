#include "tool_bench.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>

#include <cstdlib>

namespace tools::test {

namespace {

std::filesystem::path new_folder() {
    auto name = (std::filesystem::temp_directory_path() / "dashscope-tools-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    return std::filesystem::canonical(name);
}

dashscope::settings sandbox_settings(std::uint16_t port) {
    auto made = dashscope::resolve_settings({});
    made.api_key = "sk-test-0123456789abcdef";
    made.base = {false, "127.0.0.1", port};
    made.openapi = made.base;
    made.timeout = std::chrono::seconds(120);
    return made;
}

dashscope::client_options quick() {
    dashscope::client_options made;
    made.retry.first = std::chrono::milliseconds(2);
    made.retry.longest = std::chrono::milliseconds(10);
    return made;
}

}  // namespace

void listener::report(double done, std::optional<double>, std::string_view message) {
    CHECK(done >= last_);
    last_ = done;
    reports.emplace_back(message);
    if (cancel_at.empty() || message.find(cancel_at) == std::string_view::npos) return;
    cancel_at.clear();
    // Not from inside the coroutine that is to be cancelled.
    boost::asio::post(executor_, [this] { cancel.emit(boost::asio::cancellation_type::terminal); });
}

std::string outcome::text() const {
    if (!error.empty()) return error;
    std::string all;
    for (auto const& block : result.content)
        if (block.at("type") == "text") all += std::string(block.at("text").as_string()) + "\n";
    return all;
}

std::size_t outcome::blocks(std::string_view type) const {
    std::size_t count = 0;
    for (auto const& block : result.content)
        if (block.at("type").as_string() == type) ++count;
    return count;
}

std::vector<std::filesystem::path> outcome::files() const {
    std::vector<std::filesystem::path> found;
    auto const all = text();
    for (auto at = all.find("/tmp/"); at != std::string::npos; at = all.find("/tmp/", at + 1)) {
        auto const end = all.find_first_of(" \n,;)", at);
        std::filesystem::path path = all.substr(at, end - at);
        if (std::filesystem::is_regular_file(path)) found.push_back(std::move(path));
    }
    return found;
}

tool_bench::tool_bench(sandbox::options emulation)
    : folder(new_folder()),
      emulator(io.get_executor(), std::move(emulation)),
      settings(sandbox_settings(emulator.listen("127.0.0.1", 0))),
      http(io.get_executor(), {}),
      api(http, io.get_executor(), quick()),
      files({folder}),
      media(api, http, &files, folder),
      tasks(api, io.get_executor()),
      out(http, settings.base, {output_mode::files, folder}),
      servers(http, io.get_executor(), {"test", "1"}),
      with{api, settings, http, media, tasks, out, servers} {
    add_all(registry, with);
}

tool_bench::~tool_bench() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
}

outcome tool_bench::call(std::string_view tool, json::object arguments, std::string cancel_at) {
    auto const* found = registry.find(tool);
    REQUIRE(found);
    outcome come;
    auto const checked = found->arguments.apply(arguments);
    if (!checked.ok()) {
        come.error = checked.problems;
        return come;
    }
    listener context(io.get_executor(), sender);
    context.cancel_at = std::move(cancel_at);
    bool ended = false;
    std::exception_ptr thrown;
    auto const end = [&](std::exception_ptr error, mcp::tool_result result) {
        thrown = error;
        come.result = std::move(result);
        ended = true;
    };
    try {
        boost::asio::co_spawn(io.get_executor(), found->run->call(checked.arguments, context),
                              boost::asio::bind_cancellation_slot(context.cancel.slot(), end));
        while (!ended) io.run_one();
        if (thrown) std::rethrow_exception(thrown);
    } catch (mcp::tool_error const& error) {
        come.error = error.what();
    } catch (boost::system::system_error const& error) {
        REQUIRE(error.code() == boost::asio::error::operation_aborted);
        come.cancelled = true;
    }
    // Late handlers must find the context alive or not look for it.
    io.poll();
    come.reports = std::move(context.reports);
    come.logs = std::move(context.logs);
    return come;
}

void check_parts(std::string const& text, std::initializer_list<std::string_view> parts) {
    for (auto part : parts) {
        CAPTURE(part);
        CHECK_MESSAGE(text.find(part) != std::string::npos, text);
    }
}

}  // namespace tools::test
