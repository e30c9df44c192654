#include "dashscope/rag_options.hpp"

#include "support.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

std::string strings(std::size_t count, std::string const& prefix) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i ? ",\"" : "\"") + prefix + std::to_string(i) + "\"";
    return "[" + text + "]";
}

std::vector<std::string> problems(std::string const& text) {
    return problems_of_rag(json::parse(text).as_object());
}

}  // namespace

TEST_CASE("options of a retrieval that keep every rule") {
    for (auto const& good : {
             std::string("{}"),
             std::string(R"({"pipeline_ids":["a"]})"),
             R"({"pipeline_ids":)" + strings(5, "p") + "}",
             R"({"pipeline_ids":["a"],"file_ids":)" + strings(100, "f") + "}",
             std::string(R"({"pipeline_ids":["a"],"tags":["x","y"]})"),
             std::string(R"({"pipeline_ids":["a"],"metadata_filter":{"author":"Wang","source":["wiki","docs"]}})"),
             std::string(R"({"pipeline_ids":["a"],"structured_filter":{"year":2024,"part":["A",7],"new":true}})"),
             R"({"session_file_ids":)" + strings(10, "file_session_") + "}",
             std::string(R"({"file_ids":[],"tags":[]})"),
         }) {
        CAPTURE(good);
        CHECK(problems(good).empty());
    }
}

TEST_CASE("each broken rule has its sentence") {
    struct {
        std::string options;
        std::string_view part;
    } const cases[] = {
        {R"({"pipeline_ids":)" + strings(6, "p") + "}",
         "may have 5 entries, you gave 6: DashScope searches the first 5"},
        {R"({"pipeline_ids":["a"],"file_ids":)" + strings(101, "f") + "}", "may have 100 entries, you gave 101"},
        {R"({"session_file_ids":)" + strings(11, "file_session_") + "}", "may have 10 entries, you gave 11"},
        {R"({"pipeline_ids":"a"})", "pipeline_ids must be a list"},
        {R"({"pipeline_ids":["a",""]})", "strings that are not empty"},
        {R"({"pipeline_ids":["a",7]})", "strings that are not empty"},
        {R"({"file_ids":["f"]})", "file_ids has no effect without rag_options.pipeline_ids"},
        {R"({"pipeline_ids":[],"file_ids":["f"]})", "file_ids has no effect without"},
        {R"({"tags":["t"]})", "tags has no effect without"},
        {R"({"metadata_filter":{"a":"b"}})", "metadata_filter has no effect without"},
        {R"({"structured_filter":{"a":"b"}})", "structured_filter has no effect without"},
        {R"({"pipeline_ids":["a"],"metadata_filter":{"year":2024}})", "metadata_filter.year must be one of"},
        {R"({"pipeline_ids":["a"],"metadata_filter":{"year":[]}})", "a list of, strings"},
        {R"({"pipeline_ids":["a"],"metadata_filter":["x"]})", "metadata_filter must be an object"},
        {R"({"pipeline_ids":["a"],"metadata_filter":{}})", "metadata_filter must be an object"},
        {R"({"pipeline_ids":["a"],"structured_filter":{"x":{"gt":3}}})", "strings or numbers"},
        {R"({"session_file_ids":["file_12_3"]})", "file_12_3 is no session file, their ids begin with file_session_"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.options);
        auto const found = problems(c.options);
        REQUIRE(found.size() == 1);
        CHECK_MESSAGE(contains(found[0], c.part), found[0]);
    }
}

TEST_CASE("all problems are told at once") {
    CHECK(problems(R"({"file_ids":[7],"tags":["t"],"session_file_ids":["x"]})").size() == 4);
}

TEST_CASE("ids of session files are added behind others") {
    json::object options;
    add_session_files(options, {});
    CHECK(options.empty());
    add_session_files(options, {"file_session_1"});
    add_session_files(options, {"file_session_2", "file_session_3"});
    CHECK(json::serialize(options) == R"({"session_file_ids":["file_session_1","file_session_2","file_session_3"]})");
}

TEST_CASE("a knowledge base is asked when there is one") {
    CHECK(asks_knowledge(json::parse(R"({"pipeline_ids":["a"]})").as_object()));
    for (auto const* none : {"{}", R"({"pipeline_ids":[]})", R"({"pipeline_ids":"a"})"})
        CHECK_FALSE(asks_knowledge(json::parse(none).as_object()));
}
