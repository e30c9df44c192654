#include "sandbox/mcp_tools.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/quirks.hpp"
#include "sandbox/random.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t usual_pages = 10;
constexpr std::size_t most_pages = 20;

constexpr std::string_view search_schema =
    R"({"type":"object","properties":{"query":{"type":"string","description":"What to search for"},)"
    R"("count":{"type":"integer","description":"How many pages, 1 to 20","default":10}},"required":["query"]})";

constexpr std::string_view weather_schema =
    R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{)"
    R"("city":{"type":["string","null"],"description":"A city's name"},)"
    R"("day":{"oneOf":[{"type":"integer","minimum":0},{"type":"string","format":"date"}]},)"
    R"("units":{"$ref":"#/definitions/units"}},"definitions":{"units":{"type":"string","enum":["metric","imperial"]}},)"
    R"("required":["city"],"additionalProperties":true})";

constexpr std::string_view route_schema =
    R"({"type":"object","properties":{"from":{"type":"string"},"to":{"type":"string"}},"required":["from","to"]})";

json::object text_result(std::string text, bool is_error = false) {
    json::object result{{"content", json::array{json::object{{"type", "text"}, {"text", std::move(text)}}}}};
    result["isError"] = is_error;
    return result;
}

json::object page(std::string_view query, std::size_t number) {
    constexpr std::string_view hosts[] = {"news.example.com", "encyclopedia.example.org", "blog.example.net"};
    auto random = generator(hash(query, number));
    auto const host = std::string(hosts[random.below(std::size(hosts))]);
    auto const title = std::string(query) + " (" + std::to_string(number) + ")";
    return {{"title", "[sandbox] " + title},
            {"url", "https://" + host + "/sandbox/" + random.hex(12)},
            {"snippet", "[sandbox] Page " + std::to_string(number) + " on \"" + std::string(query) +
                            "\". No search engine was asked: the dashscope-mcp sandbox made this page up."},
            {"hostname", host},
            {"hostlogo", "https://" + host + "/logo.png"}};
}

json::object search(json::object const& arguments, wishes const& asked, exchange const& context) {
    if (asked.say) return text_result(*asked.say);
    auto const query = read_markers(text_member(arguments, "query")).rest;
    if (query.empty()) return text_result("query must not be empty", true);
    auto const count = number_member(arguments, "count").value_or(usual_pages);
    if (count < 1) return text_result("count must be 1 to 20", true);
    json::array pages;
    for (std::size_t i = 1; i <= std::min(static_cast<std::size_t>(count), most_pages); ++i)
        pages.push_back(page(query, i));
    auto const list = has_quirk("search-results", asked, context) ? "results" : "pages";
    json::object body{{"status", 0}, {"tools", json::array{}}, {"request_id", context.request_id}};
    body[list] = std::move(pages);
    return text_result(json::serialize(body));
}

json::object weather(json::object const& arguments, wishes const&, exchange const&) {
    auto const city = text_member(arguments, "city");
    auto const degrees = hash(city, 1) % 30;
    return text_result("[sandbox] " + std::string(city) + ": " + std::to_string(degrees) + " degrees");
}

json::object route(json::object const& arguments, wishes const&, exchange const&) {
    return text_result("[sandbox] From " + std::string(text_member(arguments, "from")) + " to " +
                       std::string(text_member(arguments, "to")) + ": go straight on.");
}

constexpr hosted_tool search_tools[] = {{"bailian_web_search", "Searches the web (sandbox).", search_schema, search}};
constexpr hosted_tool older_search_tools[] = {
    {"web-search_search-news", "Searches the web (sandbox).", search_schema, search}};
constexpr hosted_tool market_tools[] = {{"weather", "The weather of a city (sandbox).", weather_schema, weather},
                                        {"plan_a_route_between_two_places_by_public_transport",
                                         "A way from here to there (sandbox).", route_schema, route}};

}  // namespace

std::span<hosted_tool const> tools_of(std::string_view server, wishes const& asked, exchange const& context) {
    bool const older = has_quirk("search-older-name", asked, context);
    if (server == "WebSearch" && older) return older_search_tools;
    if (server == "WebSearch") return search_tools;
    if (server == "market-sandbox") return market_tools;
    return {};
}

}  // namespace sandbox
