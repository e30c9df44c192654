#include "sandbox/uploads.hpp"

#include "conversation.hpp"
#include "support.hpp"

#include "sandbox/canvas.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/upload_policy.hpp"

#include "net/message.hpp"

#include <doctest/doctest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

using namespace std::chrono_literals;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::conversation;
using sandbox_test::header;
using fields = std::vector<std::pair<std::string, std::string>>;

namespace {

constexpr std::string_view policy_target = "/api/v1/uploads?action=getPolicy&model=qwen-image-2.0";

/// The fields of a good form for this policy.
fields good_fields(boost::json::value const& policy) {
    return {{"OSSAccessKeyId", at(policy, "/data/oss_access_key_id")},
            {"policy", at(policy, "/data/policy")},
            {"Signature", at(policy, "/data/signature")},
            {"key", at(policy, "/data/upload_dir") + "/cat.png"},
            {"x-oss-object-acl", "private"},
            {"x-oss-forbid-overwrite", "true"},
            {"success_action_status", "200"}};
}

void change(fields& form, std::string_view name, std::string value) {
    for (auto& field : form)
        if (field.first == name) field.second = std::move(value);
}

sandbox::plan post_form(conversation& with, fields const& form, std::string_view name = "cat.png",
                        std::string_view bytes = "bytes") {
    auto const made = sandbox_test::make_form(form, name, bytes);
    with.with("content-type", made.content_type);
    auto answer = with.post("/", made.body);
    with.with("content-type", {});
    return answer;
}

std::string code_of(sandbox::plan const& answer) {
    auto const body = answer.body();
    auto const begin = body.find("<Code>");
    return begin == std::string::npos ? body : body.substr(begin + 6, body.find("</Code>") - begin - 6);
}

std::string edit_body(std::string const& reference, std::string_view model = "qwen-image-2.0") {
    return R"({"model":")" + std::string(model) + R"(","input":{"messages":[{"role":"user","content":[{"image":")" +
           reference + R"("},{"text":"make it blue"}]}]}})";
}

std::string png() {
    return sandbox::to_png(sandbox::canvas(64, 48, 7));
}

}  // namespace

TEST_SUITE("sandbox/uploads") {
    TEST_CASE("a policy has the recorded members") {
        conversation with;
        auto const policy = with.get_json(policy_target);
        CHECK(at(policy, "/data/upload_host") == "http://sandbox.test:80");
        CHECK(at(policy, "/data/expire_in_seconds") == "300");
        CHECK(at(policy, "/data/max_file_size_mb") == "1024");
        CHECK(at(policy, "/data/capacity_limit_mb") == "999999999");
        CHECK(at(policy, "/data/x_oss_object_acl") == "private");
        CHECK(at(policy, "/data/x_oss_forbid_overwrite") == "true");
        CHECK(at(policy, "/data/upload_dir").starts_with("dashscope-instant/"));
        CHECK(at(policy, "/data/upload_dir") != at(with.get_json(policy_target), "/data/upload_dir"));
        auto const text = sandbox::from_base64(at(policy, "/data/policy"));
        REQUIRE(text);
        auto const document = boost::json::parse(*text);
        CHECK(at(document, "/expiration") == "2026-11-18T11:11:40.000Z");
        CHECK(at(document, "/conditions/0") == R"(["content-length-range",0,1073741824])");
        CHECK(at(document, "/conditions/1/2") == at(policy, "/data/upload_dir"));
        CHECK(document.at("conditions").as_array().size() == 5);
    }

    TEST_CASE("a policy needs its action, its model and a key") {
        conversation with;
        CHECK(with.get("/api/v1/uploads?action=getPolicy").status == 400);
        CHECK(with.get("/api/v1/uploads?model=x").status == 400);
        CHECK(with.get("/api/v1/uploads?action=other&model=x").status == 400);
        with.with("authorization", {});
        CHECK(with.get(policy_target).status == 401);
    }

    TEST_CASE("a hundred policies a second for each model") {
        conversation with;
        for (int i = 0; i < 100; ++i) CHECK(with.get(policy_target).status == 200);
        CHECK(with.get(policy_target).status == 429);
        CHECK(with.get("/api/v1/uploads?action=getPolicy&model=other").status == 200);
        with.pass(1s);
        CHECK(with.get(policy_target).status == 200);
    }

    TEST_CASE("a good form is kept, with OSS's answers") {
        conversation with;
        struct {
            std::string_view wanted;
            int status;
        } const cases[] = {{"200", 200}, {"201", 201}, {"204", 204}, {"", 204}, {"500", 204}};
        for (auto const& c : cases) {
            CAPTURE(c.wanted);
            auto form = good_fields(with.get_json(policy_target));
            change(form, "success_action_status", std::string(c.wanted));
            auto const answer = post_form(with, form);
            CHECK(answer.status == c.status);
            CHECK(header(answer, "ETag") == '"' + sandbox::etag_of("bytes") + '"');
            CHECK(answer.body().empty() == (c.status != 201));
        }
    }

    TEST_CASE("what OSS refuses is refused with its codes") {
        conversation with;
        auto const policy = with.get_json(policy_target);
        struct {
            std::string_view field;
            std::string value;
            int status;
            std::string_view code;
        } const cases[] = {
            {"OSSAccessKeyId", "LTAIother", 403, "InvalidAccessKeyId"},
            {"Signature", "AAAA", 403, "SignatureDoesNotMatch"},
            {"Signature", "", 403, "AccessDenied"},
            {"policy", at(policy, "/data/policy") + "AAAA", 403, "SignatureDoesNotMatch"},
            {"policy", "", 403, "AccessDenied"},
            {"key", "elsewhere/cat.png", 403, "AccessDenied"},
            {"key", "", 400, "InvalidArgument"},
            {"x-oss-object-acl", "public-read", 403, "AccessDenied"},
            {"x-oss-forbid-overwrite", "false", 403, "AccessDenied"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.field);
            CAPTURE(c.value);
            auto form = good_fields(policy);
            change(form, c.field, c.value);
            auto const answer = post_form(with, form);
            CHECK(answer.status == c.status);
            CHECK(code_of(answer) == c.code);
            CHECK(answer.content_type == "application/xml");
        }
        CHECK(post_form(with, good_fields(policy)).status == 200);
    }

    TEST_CASE("the failed condition is named") {
        conversation with;
        auto form = good_fields(with.get_json(policy_target));
        change(form, "x-oss-object-acl", "public-read");
        CHECK(
            post_form(with, form)
                .body()
                .find(
                    "Invalid according to Policy: Policy Condition failed: {&quot;x-oss-object-acl&quot;:&quot;private"
                    "&quot;}") != std::string::npos);
    }

    TEST_CASE("a policy expires after 300 seconds") {
        conversation with;
        auto const form = good_fields(with.get_json(policy_target));
        with.pass(300s);
        CHECK(post_form(with, form).status == 200);
        with.pass(1s);
        auto const answer = post_form(with, form);
        CHECK(answer.status == 403);
        CHECK(answer.body().find("Invalid according to Policy: Policy expired.") != std::string::npos);
    }

    TEST_CASE("an object is not overwritten") {
        conversation with;
        auto const form = good_fields(with.get_json(policy_target));
        CHECK(post_form(with, form).status == 200);
        auto const again = post_form(with, form);
        CHECK(again.status == 409);
        CHECK(code_of(again) == "FileAlreadyExists");
    }

    TEST_CASE("the size is bounded by the policy") {
        conversation with;
        auto const policy = with.get_json(policy_target);
        sandbox::post_fields form;
        for (auto const& [name, value] : good_fields(policy)) form.emplace(net::lower_case(name), value);
        constexpr std::uint64_t gigabyte = 1'073'741'824;
        for (std::uint64_t const size : {std::uint64_t{0}, 100'000'000ul, gigabyte})
            CHECK_FALSE(sandbox::check_policy(form, size, 0));
        auto const refused = sandbox::check_policy(form, gigabyte + 1, 0);
        REQUIRE(refused);
        CHECK(refused->status == 400);
        CHECK(refused->code == "EntityTooLarge");
        CHECK(refused->more.find("<MaxSizeAllowed>1073741824</MaxSizeAllowed>") != std::string::npos);
    }

    TEST_CASE("a policy may allow less") {
        conversation with;
        auto form = good_fields(with.get_json(policy_target));
        auto const small = sandbox::base64(
            R"({"expiration":"2099-01-01T00:00:00.000Z","conditions":[["content-length-range",2,10]]})");
        change(form, "policy", small);
        change(form, "Signature", sandbox::oss_signature(sandbox::oss_access_key_secret, small));
        CHECK(code_of(post_form(with, form, "cat.png", "x")) == "EntityTooSmall");
        CHECK(code_of(post_form(with, form, "cat.png", "12345678901")) == "EntityTooLarge");
        CHECK(post_form(with, form, "cat.png", "1234567890").status == 200);
    }

    TEST_CASE("forms that are none") {
        conversation with;
        CHECK(code_of(with.post("/", "x")) == "PreconditionFailed");
        auto const form = good_fields(with.get_json(policy_target));
        auto const answer = post_form(with, form, "");
        CHECK(answer.status == 400);
        CHECK(code_of(answer) == "InvalidArgument");
    }

    TEST_CASE("fields behind the file are not read") {
        conversation with;
        auto const policy = with.get_json(policy_target);
        auto made = sandbox_test::make_form({}, "cat.png", "bytes");
        auto const rest = sandbox_test::make_form(good_fields(policy), "", "");
        made.body = made.body.substr(0, made.body.rfind("------sandbox-test--")) + rest.body;
        with.with("content-type", made.content_type);
        CHECK(with.post("/", made.body).status == 400);
    }

    TEST_CASE("a reference works with the header, for its key and its model, for 48 hours") {
        conversation with;
        auto const reference = with.upload("qwen-image-2.0", "cat.png", png());
        REQUIRE(reference.starts_with("oss://"));
        auto const refused = with.post(sandbox_test::sync_images, edit_body(reference));
        CHECK(refused.status == 400);
        CHECK(at(body_of(refused), "/code") == "InvalidParameter.DataInspection");
        with.with("x-dashscope-ossresourceresolve", "enable");
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference)).status == 200);
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference, "qwen-image-edit-plus")).status == 400);
        CHECK(with.post(sandbox_test::sync_images, edit_body("oss://dashscope-instant/a/b/c/d.png")).status == 400);
        with.with("authorization", "Bearer sk-other");
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference)).status == 400);
        with.with("authorization", "Bearer sk-test");
        with.pass(48h - 1s);
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference)).status == 200);
        with.pass(1s);
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference)).status == 400);
    }

    TEST_CASE("compatible mode refuses references in its own words") {
        conversation with;
        auto const reference = with.upload("qwen3-vl-plus", "cat.png", png());
        auto const body = R"({"model":"qwen3-vl-plus","messages":[{"role":"user","content":[{"type":"image_url",)"
                          R"("image_url":{"url":")" +
                          reference + R"("}}]}]})";
        auto const target = "/compatible-mode/v1/chat/completions";
        CHECK(at(with.post_json(target, body), "/error/message") ==
              "<400> InternalError.Algo.InvalidParameter: The provided URL does not appear to be valid. Ensure it is "
              "correctly formatted.");
        with.with("x-dashscope-ossresourceresolve", "enable");
        CHECK(with.post(target, body).status == 200);
    }

    TEST_CASE("names may need escapes, and ${filename} stands for the file's own") {
        conversation with;
        with.with("x-dashscope-ossresourceresolve", "enable");
        auto const policy = with.get_json(policy_target);
        auto form = good_fields(policy);
        change(form, "key", at(policy, "/data/upload_dir") + "/${filename}");
        CHECK(post_form(with, form, "a b.png", png()).status == 200);
        auto const reference = "oss://" + at(policy, "/data/upload_dir") + "/a b.png";
        CHECK(with.post(sandbox_test::sync_images, edit_body(reference)).status == 200);
        auto const escaped = "oss://" + at(policy, "/data/upload_dir") + "/a%20b.png";
        CHECK(with.post(sandbox_test::sync_images, edit_body(escaped)).status == 200);
    }
}
