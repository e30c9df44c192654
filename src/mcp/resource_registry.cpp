#include "mcp/resource_registry.hpp"

#include "mcp/params_error.hpp"
#include "seal/base64.hpp"

#include <algorithm>
#include <charconv>

namespace json = boost::json;

namespace mcp {

namespace {

// Sources that list little share a page.
constexpr std::size_t enough = 50;

}  // namespace

std::string cursor_of(list_place const& place) {
    return seal::base64url(std::to_string(place.source) + ':' + place.from);
}

std::optional<list_place> read_cursor(std::string_view cursor) {
    if (cursor.empty()) return list_place{};
    auto const text = seal::from_base64url(cursor);
    if (!text) return std::nullopt;
    auto const colon = text->find(':');
    if (colon == std::string::npos) return std::nullopt;
    list_place place;
    auto const* const end = text->data() + colon;
    auto const [stopped, failed] = std::from_chars(text->data(), end, place.source);
    if (failed != std::errc() || stopped != end) return std::nullopt;
    place.from = text->substr(colon + 1);
    return place;
}

std::shared_ptr<resource_source const> resource_registry::find(std::string_view uri) const {
    for (auto const& each : sources_)
        if (each->covers(uri)) return each;
    return nullptr;
}

std::shared_ptr<resource_source const> resource_registry::find_template(std::string_view text) const {
    for (auto const& each : sources_)
        for (auto const& published : each->templates())
            if (published.at("uriTemplate") == json::string_view(text.data(), text.size())) return each;
    return nullptr;
}

json::array resource_registry::templates() const {
    json::array all;
    for (auto const& each : sources_)
        for (auto& published : each->templates()) all.push_back(std::move(published));
    return all;
}

cache_hint resource_registry::list_cache() const {
    auto hint = kept_for_an_hour;
    for (auto const& each : sources_) hint = hint & each->list_cache();
    return hint;
}

bool resource_registry::list_changes() const {
    return std::ranges::any_of(sources_, [](auto const& each) { return each->list_changes(); });
}

bool resource_registry::contents_change() const {
    return std::ranges::any_of(sources_, [](auto const& each) { return each->contents_change(); });
}

platform::task<resource_page> resource_registry::list(std::string cursor, request_context& context) const {
    // Kept: what is offered may be replaced while a source is asked.
    auto const sources = sources_;
    auto place = read_cursor(cursor);
    bool const known = place && (place->source < sources.size() || cursor.empty());
    if (!known) throw params_error("Invalid params: unknown cursor. Begin anew without one");
    resource_page page;
    for (auto at = place->source; at < sources.size(); ++at) {
        auto part = co_await sources[at]->list(std::move(place->from), context);
        place->from.clear();
        std::ranges::move(part.resources, std::back_inserter(page.resources));
        bool const more_of_it = !part.next.empty();
        if (!more_of_it && (page.resources.size() < enough || at + 1 == sources.size())) continue;
        page.next = cursor_of(more_of_it ? list_place{at, std::move(part.next)} : list_place{at + 1, {}});
        break;
    }
    co_return page;
}

}  // namespace mcp
