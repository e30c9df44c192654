#include "tools/models.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/model_list.hpp"
#include "dashscope/model_table.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "platform/deadline.hpp"
#include "tools/asking.hpp"
#include "tools/model_words.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>

namespace json = boost::json;

namespace tools {

namespace {

struct models_arguments {
    std::string query;
    std::string capability;
    std::int64_t page = 1;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(models_arguments, (), (query, capability, page, dry_run))

using dashscope::listed_model;

constexpr std::size_t on_a_page = 30;
// A list of another source is at hand: nobody waits long for this one.
constexpr std::chrono::seconds patience{10};
constexpr std::size_t most_pages = 20;

struct model_source {
    std::vector<listed_model> models;
    std::string words;  // which list this is
};

planned_call page_request(services const& with, mcp::request_context& context, std::string path) {
    return plan_request(with, context, "Listing models", dashscope::op_class::read, "GET", std::move(path));
}

platform::task<dashscope::model_page> get_page(services with, mcp::request_context& context, std::string path) {
    auto call = page_request(with, context, std::move(path));
    auto const answer = co_await ask(with, std::move(call));
    co_return dashscope::read_models(answer);
}

platform::task<std::vector<listed_model>> native_list(services with, mcp::request_context& context) {
    std::vector<listed_model> all;
    for (std::size_t page = 1; page <= most_pages; ++page) {
        auto got = co_await get_page(with, context, dashscope::native_models_path(page));
        bool const last = got.models.empty();
        std::ranges::move(got.models, std::back_inserter(all));
        if (last || all.size() >= got.total) break;
    }
    co_return all;
}

/// Tells more than the other, but not every host has it.
platform::task<std::vector<listed_model>> live_list(services with, mcp::request_context& context) {
    std::vector<listed_model> all;
    try {
        all = co_await native_list(with, context);
    } catch (dashscope::failure const& failed) {
        if (failed.api().http_status != 404) throw;
    }
    if (!all.empty()) co_return all;
    auto page = co_await get_page(with, context, std::string(dashscope::compatible_models_path));
    co_return std::move(page.models);
}

model_source builtin(std::string why) {
    return {dashscope::table_models(), "the built-in list of " + std::string(dashscope::model_table_date()) +
                                           " (Beijing)" + std::move(why) + "; newer models work too"};
}

platform::task<model_source> live(services with, mcp::request_context& context) {
    auto got = co_await platform::with_deadline(live_list(with, context), platform::clock::now() + patience);
    if (!got) throw dashscope::failure(dashscope::error_kind::timeout, "Listing models failed: no answer within 10 s.");
    if (got->empty())
        throw dashscope::failure(dashscope::error_kind::bad_answer, "DashScope's list of models is empty.");
    dashscope::add_known_facts(*got);
    co_return model_source{std::move(*got), "DashScope's own list, now, at " + with.settings.base.host +
                                                " (prices and limits that it leaves out: built-in list of " +
                                                std::string(dashscope::model_table_date()) + ")"};
}

platform::task<model_source> best_list(services with, mcp::request_context& context) {
    if (with.settings.api_key.empty()) co_return builtin(", since there is no API key to ask DashScope with");
    std::string why;
    try {
        auto got = co_await live(with, context);
        co_return got;
    } catch (dashscope::failure const& failed) {
        why = failed.text();
    }
    co_return builtin(", since DashScope's own could not be had (" + dashscope::one_line(why, 300) + ")");
}

std::string words_for(models_arguments const& from, model_source const& of, dashscope::settings const& settings) {
    std::vector<listed_model const*> found;
    for (auto const& model : of.models)
        if (dashscope::has_capability(model, from.capability) && dashscope::mentions(model, from.query))
            found.push_back(&model);
    auto text =
        std::to_string(found.size()) + " of " + std::to_string(of.models.size()) + " models, from " + of.words + ".\n";
    if (found.empty()) return text + "Nothing fits: try fewer words, another capability, or none.";
    auto const first = static_cast<std::size_t>(from.page - 1) * on_a_page;
    auto const pages = (found.size() + on_a_page - 1) / on_a_page;
    if (first >= found.size()) return text + "There are only " + std::to_string(pages) + " pages.";
    for (auto i = first; i < std::min(first + on_a_page, found.size()); ++i) text += model_line(*found[i], settings);
    if (pages > 1)
        text += "Page " + std::to_string(from.page) + " of " + std::to_string(pages) +
                ": give `page`, or narrow it by `query` or `capability`.";
    return text;
}

platform::task<mcp::tool_result> run(services with, models_arguments from, mcp::request_context& context) {
    if (from.dry_run) co_return dry_run_result(with, page_request(with, context, dashscope::native_models_path(1)));
    auto const source = co_await best_list(with, context);
    mcp::tool_result result;
    result.add_text(words_for(from, source, with.settings));
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_models(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
