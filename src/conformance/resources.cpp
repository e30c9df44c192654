#include "conformance/resources.hpp"

#include "conformance/samples.hpp"
#include "mcp/static_resources.hpp"
#include "mcp/uri_template.hpp"
#include "seal/base64.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace conformance {

namespace {

constexpr std::string_view watched_uri = "test://watched-resource";

json::object definition(std::string_view uri, std::string_view name, std::string_view description,
                        std::string_view type) {
    return {{"uri", uri}, {"name", name}, {"description", description}, {"mimeType", type}};
}

class templated final : public mcp::resource_source {
public:
    bool covers(std::string_view uri) const override { return shape_.match(uri).has_value(); }
    platform::task<mcp::resource_page> list(std::string, mcp::request_context&) const override {
        co_return mcp::resource_page{};
    }
    platform::task<std::optional<mcp::resource_reading>> read(std::string uri, mcp::request_context&) const override {
        auto const id = shape_.match(uri)->front();
        auto const text =
            json::serialize(json::object{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}});
        co_return mcp::resource_reading{{mcp::text_contents(uri, "application/json", text)}, mcp::kept_for_an_hour};
    }
    json::array templates() const override {
        return {json::object{{"uriTemplate", shape_.text()},
                             {"name", "template"},
                             {"description", "A resource made for each id."},
                             {"mimeType", "application/json"}}};
    }

private:
    mcp::uri_template shape_{"test://template/{id}/data"};
};

}  // namespace

std::shared_ptr<mcp::resource_source const> static_fixtures() {
    auto const made = std::make_shared<mcp::static_resources>();
    made->add_text(definition("test://static-text", "static-text", "A text that never changes.", "text/plain"),
                   "This is the content of the static text resource.");
    made->add_bytes(definition("test://static-binary", "static-binary", "A picture that never changes.", "image/png"),
                    seal::from_base64(red_pixel).value());
    return made;
}

std::shared_ptr<mcp::resource_source const> template_fixture() {
    return std::make_shared<templated>();
}

void watched_resource::change() {
    ++times_;
    watchers_.tell();
}

bool watched_resource::covers(std::string_view uri) const {
    return uri == watched_uri;
}

platform::task<mcp::resource_page> watched_resource::list(std::string, mcp::request_context&) const {
    mcp::resource_page page;
    page.resources.push_back(definition(watched_uri, "watched-resource", "A text that changes.", "text/plain"));
    co_return page;
}

platform::task<std::optional<mcp::resource_reading>> watched_resource::read(std::string uri,
                                                                            mcp::request_context&) const {
    auto const text = "Watched resource content, changed " + std::to_string(times_) + " times";
    co_return mcp::resource_reading{{mcp::text_contents(uri, "text/plain", text)}, {}};
}

mcp::watch watched_resource::watch_one(std::string_view, std::string_view, mcp::on_change tell) const {
    return watchers_.add(std::move(tell));
}

}  // namespace conformance
