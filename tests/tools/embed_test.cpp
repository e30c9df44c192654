#include "platform/files.hpp"
#include "tool_bench.hpp"

#include <boost/json/parse.hpp>

using namespace tools::test;

namespace {

json::array strings(std::size_t count) {
    json::array list;
    for (std::size_t i = 0; i < count; ++i) list.emplace_back("Sentence number " + std::to_string(i));
    return list;
}

json::value saved(outcome const& made) {
    auto const files = made.files();
    REQUIRE(files.size() == 1);
    CHECK(files[0].extension() == ".json");
    return json::parse(*platform::read_file(files[0], 64'000'000));
}

/// A picture of the sandbox's own, as a local file of that name.
std::string picture(tool_bench& bench, char const* name) {
    auto const made = bench.call("image_generate", {{"prompt", name}, {"size", "512*512"}});
    REQUIRE(made.files().size() == 1);
    auto const path = bench.folder / name;
    std::filesystem::rename(made.files()[0], path);
    return path.string();
}

}  // namespace

TEST_CASE("short vectors stand in the result") {
    tool_bench bench;
    auto const made = bench.call("embed", {{"text", "Hello"}, {"dimensions", 64}});
    CHECK(made.error == "");
    CHECK(made.files().empty());
    check_parts(made.text(), {"1 vector of 64 numbers", "\"embedding\":[", "[text-embedding-v4", "tokens", "request "});
}

TEST_CASE("long vectors are saved, batches joined") {
    tool_bench bench;
    auto const made = bench.call("embed", {{"texts", strings(23)}, {"file_name", "my vectors"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"23 vectors of 1024 numbers", "my-vectors", "[text-embedding-v4"});
    CHECK(made.text().size() < 2000);
    auto const document = saved(made);
    auto const& list = document.at("embeddings").as_array();
    REQUIRE(list.size() == 23);
    for (std::size_t i = 0; i < list.size(); ++i) {
        CHECK(list[i].at("index").to_number<std::size_t>() == i);
        CHECK(list[i].at("begins").as_string() == "Sentence number " + std::to_string(i));
        CHECK(list[i].at("embedding").as_array().size() == 1024);
    }
    CHECK(list[0].at("embedding") != list[1].at("embedding"));
    CHECK(document.at("usage").at("total_tokens").to_number<int>() > 23);
    CHECK(made.reports.size() >= 3);
}

TEST_CASE("sparse vectors, with or without dense ones") {
    tool_bench bench;
    auto const sparse = bench.call("embed", {{"texts", "Hello world"}, {"output_type", "sparse"}});
    check_parts(sparse.text(), {"1 vector, sparse", "sparse_embedding"});
    CHECK_FALSE(sparse.has("\"embedding\""));
    auto const both =
        bench.call("embed", {{"texts", "Hello world"}, {"output_type", "dense&sparse"}, {"dimension", 64}});
    check_parts(both.text(), {"64 numbers, and sparse ones", "\"embedding\"", "sparse_embedding"});
}

TEST_CASE("pictures and texts share a space; local ones are uploaded") {
    tool_bench bench;
    auto const one = picture(bench, "a.png");
    auto const made = bench.call("embed", {{"text", "a cat"}, {"image", one}, {"dimension", 256}, {"file_name", "v"}});
    CHECK(made.error == "");
    check_parts(made.text(), {"2 vectors of 256 numbers", "qwen3-vl-embedding"});
    auto const list = saved(made).at("embeddings").as_array();
    CHECK(list[0].at("type") == "text");
    CHECK(list[1].at("type") == "image");
    auto const fused = bench.call("embed", {{"images", json::array{one, picture(bench, "b.png")}},
                                            {"as_one", true},
                                            {"model", "tongyi-embedding-vision-plus"},
                                            {"dimension", 64}});
    check_parts(fused.text(), {"1 vector of 64 numbers", "multi_images"});
}

TEST_CASE("the requests of embed") {
    tool_bench bench;
    struct {
        json::object arguments;
        std::vector<char const*> parts;
    } const cases[] = {
        {{{"input", "x"}, {"text_type", "query"}, {"instruct", "Find"}},
         {"/api/v1/services/embeddings/text-embedding/text-embedding", R"("text_type": "query")", R"("instruct")"}},
        {{{"texts", "x"}, {"parameters", json::object{{"new", 1}}}}, {R"("new": 1)"}},
        {{{"image", picture(bench, "c.png")}},
         {"multimodal-embedding", R"x("image": "oss://(upload of c.png)")x", "X-DashScope-OssResourceResolve: enable"}},
    };
    for (auto const& each : cases) {
        auto arguments = each.arguments;
        arguments["dry_run"] = true;
        auto const shown = bench.call("embed", arguments);
        CHECK(shown.error == "");
        CHECK_FALSE(shown.has("sk-test-0123456789abcdef"));
        for (auto const* part : each.parts) check_parts(shown.text(), {part});
    }
}

TEST_CASE("bad arguments and refusals of embed") {
    tool_bench bench;
    struct {
        json::object arguments;
        char const* part;
    } const cases[] = {
        {json::object(), "give `texts`"},
        {{{"text", ""}}, "empty text"},
        {{{"text", "x"}, {"text_type", "poem"}}, "query"},
        {{{"image", "https://e.com/a.png"}, {"model", "text-embedding-v4"}}, "takes texts only"},
        {{{"image", (bench.folder / "none.png").string()}}, "none.png"},
        {{{"text", "x"}, {"dimension", 100}}, "dimension"},
        {{{"text", "x"}, {"model", "no-such-embedding"}}, "Model"},
        {{{"text", "[[error:Arrearage]] x"}}, "Arrearage"},
        {{{"text", "[[error:InvalidApiKey]] x"}}, "InvalidApiKey"},
    };
    for (auto const& each : cases) {
        auto const made = bench.call("embed", each.arguments);
        CHECK_MESSAGE(made.error.find(each.part) != std::string::npos, made.text());
    }
}

TEST_CASE("a passing refusal is tried again; a cancelled call ends") {
    tool_bench bench;
    auto const again = bench.call("embed", {{"text", "[[fail-times:1]] x"}, {"dimension", 64}});
    CHECK(again.error == "");
    CHECK(again.logs.size() == 1);
    auto const left = bench.call("embed", {{"text", "[[latency:60000]] x"}}, "Making vectors");
    CHECK(left.cancelled);
}
