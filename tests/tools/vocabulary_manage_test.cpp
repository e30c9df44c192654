#include "tool_bench.hpp"

using namespace tools::test;

namespace {

json::array words() {
    return {json::object{{"text", "Qwen"}, {"weight", 5}}, json::object{{"text", "百炼"}, {"language", "zh"}}};
}

}  // namespace

TEST_CASE("a vocabulary from its making to its end") {
    tool_bench bench;
    auto const made = bench.call("vocabulary_manage", {{"action", "create"}, {"name", "terms"}, {"words", words()}});
    CHECK(made.error == "");
    auto const text = made.text();
    check_parts(text, {"New vocabulary: ", "fun-asr"});
    auto const begin = text.find(": ") + 2;
    auto const id = text.substr(begin, text.find('\n') - begin);

    check_parts(bench.call("vocabulary_manage", {{"action", "list"}}).text(), {id});
    check_parts(bench.call("vocabulary_manage", {{"action", "get"}, {"vocabulary_id", id}}).text(), {"Qwen", "百炼"});
    auto const changed = bench.call("vocabulary_manage", {{"action", "update"},
                                                          {"vocabulary_id", id},
                                                          {"words", json::array{json::object{{"text", "Kimi"}}}}});
    check_parts(changed.text(), {"Updated: " + id});
    check_parts(bench.call("vocabulary_manage", {{"action", "get"}, {"id", id}}).text(), {"Kimi"});
    check_parts(bench.call("vocabulary_manage", {{"action", "delete"}, {"vocabulary_id", id}}).text(), {"Deleted: " + id});
    CHECK_FALSE(bench.call("vocabulary_manage", {{"action", "list"}}).has(id));
}

TEST_CASE("the request of vocabulary_manage") {
    tool_bench bench;
    auto const shown = bench.call("vocabulary_manage", {{"action", "create"},
                                                        {"prefix", "terms"},
                                                        {"hot_words", words()},
                                                        {"model", "paraformer-v2"},
                                                        {"parameters", json::object{{"later", 1}}},
                                                        {"dry_run", true}});
    check_parts(shown.text(), {"/api/v1/services/audio/asr/customization", R"("target_model": "paraformer-v2")",
                               R"("weight": 5)", R"("lang": "zh")", R"("later": 1)"});
}

TEST_CASE("bad arguments of vocabulary_manage") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "action"},
        {{{"action", "create"}, {"name", "terms"}}, "give `words`"},
        {{{"action", "create"}, {"name", "Terms!"}, {"words", words()}}, "small letters and digits"},
        {{{"action", "create"}, {"name", "t"}, {"words", json::array{json::object{{"weight", 3}}}}}, "text"},
        {{{"action", "create"}, {"name", "t"}, {"words", json::array{json::object{{"text", "x"}, {"weight", 9}}}}}, "5"},
        {{{"action", "get"}}, "give `vocabulary_id`"},
        {{{"action", "delete"}}, "give `vocabulary_id`"},
        {{{"action", "update"}, {"vocabulary_id", "v"}}, "give `words`"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("vocabulary_manage", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}
