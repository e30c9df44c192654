#include "dashscope/model_list.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <algorithm>

using namespace dashscope;

namespace {

listed_model const* find(std::vector<listed_model> const& in, std::string_view name) {
    auto const found = std::ranges::find(in, name, &listed_model::model);
    return found == in.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("the table in the common form") {
    auto const all = table_models();
    CHECK(all.size() > 300);
    auto const* model = find(all, "kimi-k2.5");
    REQUIRE(model);
    CHECK(model->input == std::vector<std::string>{"text", "image", "video"});
    CHECK(model->output == std::vector<std::string>{"text"});
    CHECK(model->context == 262144);
    REQUIRE(model->prices.size() >= 2);
    CHECK(model->prices[0].type == "input_token");
    CHECK(model->prices[0].yuan == "4");
    CHECK(model->prices[0].unit == "1M tokens");
    auto const* cheap = find(all, "tongyi-embedding-vision-flash");
    REQUIRE(cheap);
    CHECK(cheap->prices.front().yuan == "0.15");
}

TEST_CASE("a page of the native list, as the service writes it") {
    auto const page = read_models(json::parse(R"({"request_id":"r","output":{"total":505,"page_no":1,"models":[
        {"model":"MiniMax-M2.1","name":"MiniMax-M2.1","provider":"mini-max","capabilities":["TG","Reasoning"],
         "features":["cache"],"inference_metadata":{"request_modality":["Text"],"response_modality":["Text"]},
         "model_info":{"context_window":204800,"max_input_tokens":172032,"max_output_tokens":32768},
         "prices":[{"range_name":"Default","prices":[
            {"type":"input_token","price":"2.1","price_unit":"每百万tokens","time_band":"standard"},
            {"type":"input_token","price":"1","price_unit":"每百万tokens","time_band":"night"}]},
           {"range_name":"32k<Input<=128k","prices":[{"type":"output_token","price":8.4,"price_unit":"每秒"}]}]},
        {"name":"without a model"}, 7]}})"));
    CHECK(page.total == 505);
    REQUIRE(page.models.size() == 1);
    auto const& model = page.models[0];
    CHECK(model.model == "MiniMax-M2.1");
    CHECK(model.provider == "mini-max");
    CHECK(model.context == 204800);
    CHECK(model.max_output == 32768);
    CHECK(model.input == std::vector<std::string>{"text"});
    REQUIRE(model.prices.size() == 2);
    CHECK(model.prices[0].yuan == "2.1");
    CHECK(model.prices[0].range.empty());
    CHECK(model.prices[1].unit == "second");
    CHECK(model.prices[1].range == "32k<Input<=128k");
}

TEST_CASE("the compatible list is filled from the table") {
    auto page =
        read_models(json::parse(R"({"object":"list","data":[{"id":"kimi-k2.5","object":"model","owned_by":"system"},
        {"id":"brand-new-model","owned_by":"somebody"}]})"));
    REQUIRE(page.models.size() == 2);
    CHECK(page.total == 2);
    add_known_facts(page.models);
    CHECK(page.models[0].context == 262144);
    CHECK(page.models[0].provider == "moonshot-ai");
    CHECK_FALSE(page.models[0].prices.empty());
    CHECK(page.models[1].provider == "somebody");
    CHECK(page.models[1].context == 0);
}

TEST_CASE("what the service told stays") {
    std::vector<listed_model> models(1);
    models[0].model = "kimi-k2.5";
    models[0].context = 7;
    models[0].prices = {{"input_token", "1", "1M tokens", ""}};
    add_known_facts(models);
    CHECK(models[0].context == 7);
    CHECK(models[0].prices.size() == 1);
}

TEST_CASE("answers that are no list") {
    for (auto const* text : {"null", "[]", "{}", R"({"data":{}})", R"({"output":{"models":"x"}})"})
        CHECK(read_models(json::parse(text)).models.empty());
}

TEST_CASE("capabilities in words") {
    auto const all = table_models();
    struct {
        char const* model;
        char const* word;
        bool has;
    } const cases[] = {
        {"qwen-plus", "text", true},
        {"qwen-plus", "image", false},
        {"kimi-k2.5", "vision", true},
        {"text-embedding-v4", "embedding", true},
        {"text-embedding-v4", "rerank", false},
        {"qwen3-vl-embedding", "embedding", true},
        {"qwen3-rerank", "rerank", true},
        {"qwen3-rerank", "embedding", false},
        {"qwen-plus", "", true},
        {"qwen-plus", "nonsense", false},
    };
    for (auto const& each : cases) {
        CAPTURE(each.model);
        CAPTURE(each.word);
        auto const* model = find(all, each.model);
        REQUIRE(model);
        CHECK(has_capability(*model, each.word) == each.has);
    }
    for (auto const word : capability_words())
        CHECK_MESSAGE(std::ranges::any_of(all, [&](auto const& model) { return has_capability(model, word); }), word);
}

TEST_CASE("words of a query must all be there") {
    listed_model model;
    model.model = "qwen3-vl-plus";
    model.name = "Qwen3-VL-Plus";
    model.provider = "qwen";
    model.features = {"function-calling"};
    struct {
        char const* query;
        bool fits;
    } const cases[] = {{"", true},        {"vl", true},       {"QWEN plus", true}, {"plus, vl", true},
                       {"vl max", false}, {"function", true}, {"  \n ", true},     {"deepseek", false}};
    for (auto const& each : cases) CHECK_MESSAGE(mentions(model, each.query) == each.fits, each.query);
}
