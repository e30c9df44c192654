#include "mcp/resource_methods.hpp"

#include "jsonrpc/utf8.hpp"
#include "mcp/paging.hpp"
#include "mcp/request_error.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;
using jsonrpc::errc;
using jsonrpc::ticket;

namespace mcp {

namespace {

// One resources/list.
class list_work final : public work {
public:
    list_work(std::string cursor, current_offering const& offered) : cursor_(std::move(cursor)), offered_(offered) {}

    std::string_view name() const override { return "resources"; }
    platform::task<std::string> run(request_context& context) override {
        // Kept: what is offered may be replaced while it is asked.
        auto const resources = offered_.resources();
        auto const page = co_await resources.list(cursor_, context);
        auto members = R"("resources":)" + json::serialize(page.resources);
        if (!page.next.empty()) members += R"(,"nextCursor":)" + jsonrpc::quoted(page.next);
        co_return offered_.texts().result(members, resources.list_cache(), is_modern(context.version()));
    }
    std::optional<std::string> failure_result(std::string_view, revision) const override { return std::nullopt; }

private:
    std::string cursor_;
    current_offering const& offered_;
};

// One resources/read.
class read_work final : public work {
public:
    read_work(std::string uri, std::shared_ptr<resource_source const> source, current_offering const& offered)
        : uri_(std::move(uri)), source_(std::move(source)), offered_(offered) {}

    std::string_view name() const override { return uri_; }
    platform::task<std::string> run(request_context& context) override {
        bool const modern = is_modern(context.version());
        auto const found = co_await source_->read(uri_, context);
        // Never an empty list instead (2026-07-28 §Resources, Error Handling).
        if (!found || found->contents.empty()) throw request_error(resource_not_found(uri_, modern));
        co_return offered_.texts().result(R"("contents":)" + json::serialize(found->contents), found->cache, modern);
    }
    std::optional<std::string> failure_result(std::string_view, revision) const override { return std::nullopt; }

private:
    std::string uri_;
    std::shared_ptr<resource_source const> source_;
    current_offering const& offered_;
};

}  // namespace

jsonrpc::error resource_not_found(std::string_view uri, bool modern) {
    return {modern ? errc::invalid_params : errc::resource_not_found,
            "Resource not found: " + jsonrpc::excerpt(uri) + ". resources/list has what there is",
            json::object{{"uri", uri}}};
}

std::vector<method> resource_methods::methods() {
    auto const there = [this] { return !offered_.resources().empty(); };
    return {
        {"resources/list", eras::both, [this](incoming_request& incoming) { return list(incoming); }, there},
        {"resources/templates/list", eras::both,
         [this](incoming_request& incoming) { return list_templates(incoming); }, there},
        {"resources/read", eras::both, [this](incoming_request& incoming) { return read(incoming); }, there},
    };
}

ticket resource_methods::list(incoming_request& incoming) {
    auto cursor = cursor_in(incoming);
    if (!cursor) return refuse_cursor(incoming);
    watches_.list_was_seen(incoming);
    return runner_.start(incoming, std::make_shared<list_work>(std::move(*cursor), offered_));
}

ticket resource_methods::list_templates(incoming_request& incoming) {
    if (!asks_first_page(incoming)) return refuse_cursor(incoming);
    return incoming.succeed(offered_.texts().templates_list(incoming.modern()));
}

ticket resource_methods::read(incoming_request& incoming) {
    auto const* uri = incoming.parameter("uri");
    if (!uri || !uri->is_string()) return incoming.fail(errc::invalid_params, "Invalid params: uri is missing");
    std::string wanted(uri->get_string());
    auto source = offered_.resources().find(wanted);
    if (!source) return incoming.fail(resource_not_found(wanted, incoming.modern()));
    return runner_.start(incoming, std::make_shared<read_work>(std::move(wanted), std::move(source), offered_));
}

}  // namespace mcp
