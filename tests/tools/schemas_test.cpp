// Every file of schemas/: what hosts and models can take (wire-contract §6.7 to §6.9).

#include "mcp/answers.hpp"
#include "mcp/registry.hpp"
#include "tools/all.hpp"
#include "tools/schema_text.hpp"

#include "support.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace tools_test;

namespace {

struct schema_file {
    std::string name;
    std::string text;
    json::object definition;
};

std::vector<schema_file> all_schemas() {
    std::vector<schema_file> all;
    for (auto const& entry : std::filesystem::directory_iterator(SCHEMAS)) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        all.push_back({entry.path().stem().string(), text.str(), json::parse(text.str()).as_object()});
    }
    return all;
}

// Every schema object below `at`, itself included.
void visit(json::value const& at, std::string const& where, auto const& call) {
    if (auto const* list = at.if_array())
        for (auto const& each : *list) visit(each, where + "[]", call);
    auto const* object = at.if_object();
    if (!object) return;
    call(*object, where);
    for (auto const& [name, value] : *object) visit(value, where + "/" + std::string(name), call);
}

}  // namespace

TEST_CASE("each schema is compiled into the binary and fit to publish") {
    auto const all = all_schemas();
    REQUIRE_FALSE(all.empty());
    for (auto const& each : all) {
        CAPTURE(each.name);
        CHECK(tools::schema_text(each.name) == each.text);
        CHECK(each.definition.at("name").as_string() == each.name);
        mcp::registry tools;
        CHECK_NOTHROW(tools.add(each.text, nullptr));
        CHECK(each.definition.at("description").as_string().size() <= 1024);
        CHECK_FALSE(each.definition.at("title").as_string().empty());
    }
    CHECK(tools::schema_text("no such tool").empty());
}

TEST_CASE("schemas stay where every host's model can follow") {
    for (auto const& each : all_schemas()) {
        for (auto const* part : {"inputSchema", "outputSchema", "unlisted"}) {
            auto const* schema = each.definition.if_contains(part);
            if (!schema) continue;
            if (part != std::string_view("unlisted")) CHECK(schema->at("type").as_string() == "object");
            visit(*schema, each.name + "/" + part, [](json::object const& at, std::string const& where) {
                CAPTURE(where);
                for (auto const* keyword : {"anyOf", "oneOf", "allOf", "$ref", "$defs", "not", "patternProperties"})
                    CHECK_FALSE(at.contains(keyword));
                auto const* type = at.if_contains("type");
                // A property may itself be called `type`.
                if (type && !type->is_object()) CHECK(type->is_string());
            });
        }
    }
}

TEST_CASE("each parameter says what it is for") {
    for (auto const& each : all_schemas()) {
        auto const& input = each.definition.at("inputSchema").as_object();
        CHECK(input.at("additionalProperties") == false);
        auto all = input.at("properties").as_object();
        if (auto const* unlisted = each.definition.if_contains("unlisted"))
            all.insert(unlisted->as_object().begin(), unlisted->as_object().end());
        for (auto const& [name, schema] : all) {
            CAPTURE(each.name + "." + std::string(name));
            CHECK(schema.as_object().contains("description"));
            CHECK(schema.as_object().contains("type"));
        }
    }
}

TEST_CASE("what is not listed is told of where callers look for it") {
    for (auto const& each : all_schemas()) {
        auto const* unlisted = each.definition.if_contains("unlisted");
        auto const& listed = each.definition.at("inputSchema").at("properties").as_object();
        auto const* parameters = listed.if_contains("parameters");
        if (!unlisted || !parameters) continue;
        std::string_view const words = parameters->at("description").as_string();
        for (auto const& [name, schema] : unlisted->as_object()) {
            CAPTURE(each.name + "." + std::string(name));
            // The refusal that wants it names it.
            if (name == "confirm") continue;
            CHECK(words.find(name) != std::string_view::npos);
        }
    }
}

TEST_CASE("each tool says what it may do to the world") {
    for (auto const& each : all_schemas()) {
        CAPTURE(each.name);
        auto const& hints = each.definition.at("annotations").as_object();
        for (auto const* hint : {"readOnlyHint", "destructiveHint"}) CHECK(hints.at(hint).is_bool());
        // The rest is said where it differs from what the protocol takes for granted.
        for (auto const& [name, value] : hints) {
            CAPTURE(name);
            CHECK(name != "title");
            if (name == "idempotentHint") CHECK(value == true);
            if (name == "openWorldHint") CHECK(value == false);
        }
    }
}

TEST_CASE("each tool has an icon at an address that any host may load") {
    for (auto const& each : all_schemas()) {
        CAPTURE(each.name);
        auto const& icons = each.definition.at("icons").as_array();
        REQUIRE_FALSE(icons.empty());
        for (auto const& icon : icons) CHECK(std::string_view(icon.at("src").as_string()).starts_with("https://"));
    }
}

TEST_CASE("every schema belongs to a registered tool, and the list is short enough for any context") {
    boost::asio::io_context io{1};
    bench with(io, 1);
    CHECK(with.registry.all().size() == all_schemas().size());
    for (auto const& each : all_schemas()) CHECK(with.registry.find(each.name) != nullptr);
    CHECK(with.registry.list().find("\"aliases\"") == std::string::npos);
    CHECK(with.registry.list().find("\"unlisted\"") == std::string::npos);
    for (auto const& each : with.registry.all()) CHECK(each.run != nullptr);
    // What a host sees that asked for nothing; tools that are off by default are not in it.
    with.registry.restrict_to({});
    CHECK(with.registry.list().size() < 32 * 1024);
}

TEST_CASE("the instructions are short and name every tool that is on by default") {
    boost::asio::io_context io{1};
    bench with(io, 1);
    auto const text = tools::instructions();
    CHECK(text.size() < 2048);
    for (auto const& each : with.registry.all())
        if (each.by_default) CHECK(text.find(each.name) != std::string_view::npos);
}
