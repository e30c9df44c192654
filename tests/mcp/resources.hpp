#pragma once
// Resources for tests, and what runs their coroutines.

#include "mcp/params_error.hpp"
#include "mcp/request_context.hpp"
#include "mcp/resource.hpp"
#include "mcp/uri_template.hpp"
#include "mcp/watchers.hpp"

#include "harness.hpp"

#include <boost/asio/co_spawn.hpp>

#include <string>

namespace testing {

class context_for_tests final : public mcp::request_context {
public:
    explicit context_for_tests(platform::executor executor)
        : request_context(executor, mcp::envelope{}, {}, platform::clock::now() + std::chrono::minutes(1)) {}
    bool wants_progress() const override { return false; }
    void report(double, std::optional<double>, std::string_view) override {}
    void stream_text(std::string_view) override {}
    void log(mcp::log_level, std::string_view) override {}
};

template <class T>
T run(boost::asio::io_context& io, platform::task<T> work) {
    std::optional<T> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(io.get_executor(), std::move(work), [&](std::exception_ptr failed, T value) {
        thrown = failed;
        if (!failed) result.emplace(std::move(value));
    });
    io.restart();
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*result);
}

/// `SCHEME://0` … `SCHEME://COUNT-1`, fifty on a page, that change when they are told to.
class counted final : public mcp::resource_source {
public:
    counted(std::string scheme, int count) : shape_(scheme + "://{number}"), count_(count) {}

    void grow() {
        ++count_;
        list_.tell();
    }
    void change() { contents_.tell(); }
    bool is_watched() const { return !list_.empty() || !contents_.empty(); }

    bool covers(std::string_view uri) const override { return shape_.match(uri).has_value(); }
    platform::task<mcp::resource_page> list(std::string from, mcp::request_context&) const override {
        int const first = from.empty() ? 0 : number_of(from);
        if (first < 0 || (first >= count_ && first > 0)) throw mcp::params_error("unknown place");
        mcp::resource_page page;
        for (int i = first; i < std::min(first + 50, count_); ++i)
            page.resources.push_back({{"uri", shape_.expand({std::to_string(i)})}, {"name", std::to_string(i)}});
        if (first + 50 < count_) page.next = std::to_string(first + 50);
        co_return page;
    }
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri, mcp::request_context&) const override {
        auto const number = shape_.match(uri)->front();
        if (number == "boom") throw std::runtime_error("secret detail");
        if (number == "big") throw mcp::params_error("Too big to read");
        if (number_of(number) < 0 || number_of(number) >= count_) co_return std::nullopt;
        co_return mcp::resource_reading{{mcp::text_contents(uri, "text/plain", "number " + number)}, {}};
    }
    mcp::cache_hint list_cache() const override { return {}; }
    json::array templates() const override {
        return {json::object{{"uriTemplate", shape_.text()}, {"name", "counted"}}};
    }
    platform::task<std::vector<std::string>> complete(std::string, mcp::completion_query,
                                                      mcp::request_context&) const override {
        std::vector<std::string> all;
        for (int i = 0; i < count_; ++i) all.push_back(std::to_string(i));
        co_return all;
    }
    bool list_changes() const override { return true; }
    bool contents_change() const override { return true; }
    mcp::watch watch_list(std::string_view, mcp::on_change tell) const override { return list_.add(std::move(tell)); }
    mcp::watch watch_one(std::string_view uri, std::string_view principal, mcp::on_change tell) const override {
        if (principal == "stranger") throw mcp::params_error("not yours");
        if (shape_.match(uri)->front() == "fixed") return nullptr;
        return contents_.add(std::move(tell));
    }

private:
    static int number_of(std::string const& text) {
        return text.find_first_not_of("0123456789") == std::string::npos ? std::stoi(text) : -1;
    }

    mcp::uri_template shape_;
    int count_;
    mutable mcp::watchers list_, contents_;
};

}  // namespace testing
