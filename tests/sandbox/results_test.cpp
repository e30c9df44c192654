#include "sandbox/results.hpp"

#include "conversation.hpp"
#include "decode.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::conversation;

namespace {

std::string make_link(conversation& with) {
    auto const body = with.post_json(sandbox_test::sync_images, sandbox_test::picture_body("qwen-image-max", "a cat"));
    return at(body, "/output/choices/0/message/content/0/image");
}

bool has_code(sandbox::plan const& answer, std::string_view code) {
    return answer.status == 403 && answer.content_type == "application/xml" &&
           answer.body().find("<Code>" + std::string(code) + "</Code>") != std::string::npos;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    return text.replace(text.find(what), what.size(), by);
}

}  // namespace

TEST_SUITE("sandbox/results") {
    TEST_CASE("a link leads to this sandbox, without a key, and to a real file") {
        conversation with;
        auto const link = make_link(with);
        CHECK(link.starts_with("http://sandbox.test:80/dashscope-result/2026-11-18/"));
        CHECK(link.find(".png?Expires=1795086400&OSSAccessKeyId=LTAIsandbox&Signature=") != std::string::npos);
        with.with("authorization", {});
        auto const answer = with.get(link);
        CHECK(answer.status == 200);
        CHECK(answer.content_type == "image/png");
        CHECK(sandbox_test::header(answer, "ETag").size() == 34);
        CHECK(sandbox_test::decode_png(answer.body()).width == 1664);
    }

    TEST_CASE("the same request gives the same path and the same bytes, in another sandbox too") {
        conversation first, second;
        auto const link = make_link(first);
        CHECK(link == make_link(second));
        CHECK(first.get(link).body() == second.get(link).body());
    }

    TEST_CASE("links expire after 24 hours") {
        conversation with;
        auto const link = make_link(with);
        with.pass(24h);
        CHECK(with.get(link).status == 200);
        with.pass(1s);
        CHECK(has_code(with.get(link), "AccessDenied"));
        CHECK(with.get(link).body().find("Request has expired.") != std::string::npos);
    }

    TEST_CASE("changed links are refused") {
        conversation with;
        auto const link = make_link(with);
        CHECK(has_code(with.get(link.substr(0, link.find('?'))), "AccessDenied"));
        CHECK(has_code(with.get(link + "A"), "SignatureDoesNotMatch"));
        CHECK(has_code(with.get(replaced(link, "Expires=1795", "Expires=1995")), "SignatureDoesNotMatch"));
        CHECK(has_code(with.get(replaced(link, "LTAIsandbox", "LTAIother")), "InvalidAccessKeyId"));
        CHECK(has_code(with.get(replaced(link, ".png", "x.png")), "SignatureDoesNotMatch"));
    }

    TEST_CASE("a good link to what is not kept any more") {
        conversation first, second;
        auto const answer = second.get(make_link(first));
        CHECK(answer.status == 404);
        CHECK(answer.body().find("<Code>NoSuchKey</Code>") != std::string::npos);
    }
}
