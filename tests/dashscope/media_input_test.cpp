#include "dashscope/media_input.hpp"

#include "media/data_uri.hpp"
#include "media_files.hpp"

#include <boost/asio/detached.hpp>

using namespace dashscope;
using namespace dashscope::test;

TEST_CASE("the form of an argument") {
    struct {
        std::string_view text;
        media_form form;
    } const cases[] = {
        {"https://host.test/a.png", media_form::url},
        {"HTTP://host.test", media_form::url},
        {"ftp://host.test", media_form::url},  // refused as a URL, with words about URLs
        {" https://host.test ", media_form::url},
        {"data:image/png;base64,AA", media_form::data_uri},
        {"DATA:,x", media_form::data_uri},
        {"oss://a/b", media_form::oss},
        {"file:///a/b", media_form::path},
        {"/a/b.png", media_form::path},
        {"b.png", media_form::path},
        {"~/b.png", media_form::path},
        {"C:\\a.png", media_form::path},
        {"C://a.png", media_form::path},
        {"a b://c", media_form::path},
        {"", media_form::path},
    };
    for (auto const& [text, form] : cases) {
        CAPTURE(text);
        CHECK(form_of(text) == form);
    }
}

TEST_CASE_FIXTURE(media_files, "what needs no upload is passed on") {
    CHECK(resolve(" https://host.test/a b.png ") == "https://host.test/a%20b.png");
    CHECK(resolve("oss://dashscope-instant/a.png") == "oss://dashscope-instant/a.png");
    auto const uri = media::make_data_uri("image/png", png(640, 480));
    CHECK(resolve(uri) == uri);
    // DashScope reads base64 only.
    CHECK(resolve("data:text/plain,hello%21") == "data:text/plain;base64,aGVsbG8h");
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(media_files, "local files are uploaded, once for a key and model") {
    accept_upload("1");
    auto const path = (folder / "my cat.PNG").string();
    CHECK(resolve(path) == "oss://dashscope-instant/a/1/my_cat.PNG");
    CHECK(contains(server.seen[1].body, png(640, 480)));
    CHECK(contains(server.seen[1].body, "Content-Type: image/png\r\n"));
    CHECK(resolve("my cat.PNG") == "oss://dashscope-instant/a/1/my_cat.PNG");
    CHECK(server.seen.size() == 2);

    accept_upload("2");
    CHECK(resolve(path, {"image", {}, {}}, {}, "other-model") == "oss://dashscope-instant/a/2/my_cat.PNG");
    write("my cat.PNG", png(641, 480, 101));
    accept_upload("3");
    CHECK(resolve(path) == "oss://dashscope-instant/a/3/my_cat.PNG");
    CHECK(server.seen.size() == 6);
    accept_upload("4");
    CHECK(resolve("noname") == "oss://dashscope-instant/a/4/noname.png");
}

TEST_CASE_FIXTURE(media_files, "an upload that fails is not remembered") {
    server.script.push_back(json_answer(401, R"({"code":"InvalidApiKey","message":"No."})"));
    CHECK_THROWS_AS(resolve("cat.png"), failure);
    accept_upload();
    CHECK(resolve("cat.png") == "oss://dashscope-instant/a/1/cat.png");
}

TEST_CASE_FIXTURE(media_files, "two who want the same file at once share one upload") {
    accept_upload();
    std::vector<std::string> results;
    for (int i = 0; i < 3; ++i)
        boost::asio::co_spawn(context, inputs.resolve("cat.png", {"image", {}, {}}, someone(), "m"),
                              [&](std::exception_ptr error, std::string result) {
                                  CHECK(!error);
                                  results.push_back(std::move(result));
                              });
    while (results.size() < 3) context.run_one();
    CHECK(results == std::vector<std::string>(3, "oss://dashscope-instant/a/1/cat.png"));
    CHECK(server.seen.size() == 2);
}

TEST_CASE_FIXTURE(media_files, "when the first of two gives up the second uploads") {
    server.script.push_back(json_answer(401, R"({"code":"InvalidApiKey","message":"No."})"));
    accept_upload();
    int failures = 0;
    std::string result;
    for (int i = 0; i < 2; ++i)
        boost::asio::co_spawn(context, inputs.resolve("cat.png", {"image", {}, {}}, someone(), "m"),
                              [&](std::exception_ptr error, std::string made) {
                                  if (error) ++failures;
                                  result += made;
                              });
    while (failures == 0 || result.empty()) context.run_one();
    CHECK(failures == 1);
    CHECK(result == "oss://dashscope-instant/a/1/cat.png");
}

TEST_CASE_FIXTURE(media_files, "data URIs that can't go as they are, are uploaded") {
    media_rules rules{"image", {media::kind::image}, {}};
    SUBCASE("where the API takes none") {
        rules.data_uri_allowed = false;
    }
    SUBCASE("above DashScope's limit for one") {}
    auto const uri = media::make_data_uri("image/png", png(640, 480, rules.data_uri_allowed ? 8'000'000 : 100));
    accept_upload();
    CHECK(resolve(uri, rules) == "oss://dashscope-instant/a/1/data.png");
    CHECK(contains(server.seen[1].body, png(640, 480)));
    CHECK(resolve(uri, rules, {true}) == "oss://(upload of the data: URI)");
}

TEST_CASE_FIXTURE(media_files, "a dry run checks, and sends nothing") {
    CHECK(resolve("cat.png", {"image", {media::kind::image}, {}}, {true}) == "oss://(upload of cat.png)");
    CHECK(resolve("https://host.test/a.png", {}, {true}) == "https://host.test/a.png");
    CHECK_THROWS_AS(resolve("letter.png", {}, {true}), media_error);
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(media_files, "refusals name the argument, the trouble and what is allowed") {
    media_rules const rules{"first_frame", {media::kind::image}, {"image/png"}, 1 << 20, 240};
    struct {
        std::string argument;
        std::string_view text;
    } const cases[] = {
        {"", "It is empty: give a URL, a data: URI, an oss:// reference or a local path."},
        {"ftp://host.test/a.png", "must be http or https"},
        {"bird.png", "There is no file bird.png"},
        {"/etc/passwd", "not in a folder that may be read"},
        {"letter.png", "By its name it is image, by its content text (text/plain): it is not sent."},
        {"empty.png", "It is empty."},
        {"tiny.png", "It has 8x8 pixels. Allowed: image (png), at most 1 MB, sides of at least 240 pixels."},
        {"note.txt", "It is text (text/plain). Allowed: image (png)"},
        {"data:image/png;base64,****", "The data: URI is not valid: its data is not base64"},
        {media::make_data_uri("image/png", "just text"), "It is text (text/plain)."},
        {media::make_data_uri("image/png", png(8, 8)), "It has 8x8 pixels."},
        {media::make_data_uri("image/png", png(640, 480, (1 << 20) + 1)), "It has 1.0 MB."},
        {std::string(5000, 'A'), "Base64 must be written as a data: URI"},
        {"oss://", "is not a reference"},
    };
    for (auto const& [argument, text] : cases) {
        CAPTURE(argument.substr(0, 60));
        auto const said = refusal(argument, rules);
        CAPTURE(said);
        CHECK(said.starts_with("first_frame: "));
        CHECK(contains(said, text));
        CHECK(said.size() < 600);
    }
    CHECK(server.seen.empty());
}

TEST_CASE_FIXTURE(media_files, "without local files the text says what to give") {
    media_inputs none(api, http, nullptr, {});
    try {
        run(context, none.resolve("cat.png", {"image", {}, {}}, someone(), "m"));
        FAIL("it was taken");
    } catch (media_error const& error) {
        CHECK(std::string(error.what()) ==
              "image: cat.png is a local path, and this server reads no local files: give a public http(s) URL, a "
              "data: URI "
              "or an oss:// reference.");
    }
    CHECK(run(context, none.resolve("https://host.test/a", {}, someone(), "m")) == "https://host.test/a");
}

TEST_CASE_FIXTURE(media_files, "a file opened for others") {
    media::facts found;
    auto const file = inputs.open_local(" cat.png ", {"image", {media::kind::image}, {}}, found);
    CHECK(file.size() == 100);
    CHECK(found.type == "image/png");
    CHECK(found.width == 640);
    CHECK_THROWS_AS(inputs.open_local("note.txt", {"image", {media::kind::image}, {}}, found), media_error);
}
