#include "dashscope/upload.hpp"

#include "dashscope/body_sources.hpp"
#include "media_files.hpp"

#include <boost/json/serialize.hpp>

using namespace dashscope;
using namespace dashscope::test;

namespace {

json::object good_policy() {
    return json::parse(R"({"policy":"P","signature":"S","upload_dir":"dashscope-instant/h/d/u/",
        "upload_host":"https://dashscope-file-mgr.oss-cn-beijing.aliyuncs.com","expire_in_seconds":300,
        "max_file_size_mb":1024,"capacity_limit_mb":999999999,"oss_access_key_id":"K",
        "x_oss_object_acl":"private","x_oss_forbid_overwrite":"true"})")
        .as_object();
}

json::value answer_of(json::object data) {
    return json::object{{"request_id", "r"}, {"data", std::move(data)}};
}

struct upload_fixture : media_files {
    std::string send(std::string bytes = "the bytes", std::string name = "cat.png", std::string type = "image/png") {
        return run(context,
                   upload(api, http, someone(), "qwen-vl plus", {name, type, memory_source(std::move(bytes))}));
    }
    void refuse(int status, std::string_view code, std::string_view message) {
        server.script.push_back(json_answer(200, policy()));
        server.script.push_back(answer(status, "application/xml",
                                       "<Error><Code>" + std::string(code) + "</Code><Message>" + std::string(message) +
                                           "</Message><RequestId>OSS-1</RequestId></Error>"));
    }
};

}  // namespace

TEST_CASE("the recorded permission is read") {
    auto const policy = read_upload_policy(json::parse(recorded("get-upload-policy-nosse")), beijing_origin());
    CHECK(policy.host.where == net::origin{true, "dashscope-file-mgr.oss-cn-beijing.aliyuncs.com", 443});
    CHECK(policy.max_bytes == 1024ull << 20);
    CHECK(policy.signature == "n3dNX/aD3+WAly0QgzsURfiIk00=");
    CHECK(policy.folder ==
          "dashscope-instant/52afe077fb4825c6d74411758cb1ab98/2025-07-12/b744f4f8-1a9c-9c6b-950d-0d327e331f2f");
    CHECK(policy.acl == "private");
    CHECK(policy.forbid_overwrite == "true");
}

TEST_CASE("permissions that are none") {
    struct {
        std::string_view field;
        json::value value;
        std::string_view text;
    } const cases[] = {
        {"policy", nullptr, "has no policy"},
        {"signature", "", "has no signature"},
        {"upload_dir", 7, "has no upload_dir"},
        {"oss_access_key_id", nullptr, "has no oss_access_key_id"},
        {"upload_host", nullptr, "has no upload_host"},
        {"upload_host", "dashscope-file-mgr", "names no host"},
        {"upload_host", "http://oss-cn-beijing.aliyuncs.com", "without encryption: http://oss-cn-beijing.aliyuncs.com"},
        {"upload_host", "http://127.0.0.1:80", "without encryption"},
        {"signature", "a\r\nb", "line break"},
    };
    for (auto const& [field, value, text] : cases) {
        CAPTURE(field);
        auto data = good_policy();
        data[field] = value;
        try {
            read_upload_policy(answer_of(data), beijing_origin());
            FAIL("it was taken");
        } catch (failure const& error) {
            CAPTURE(error.text());
            CHECK(contains(error.text(), text));
            CHECK(error.kind() == error_kind::bad_answer);
        }
    }
    for (auto const& answer :
         {json::value(nullptr), json::value(json::object{}), json::value(json::object{{"data", 1}})})
        CHECK_THROWS_AS(read_upload_policy(answer, beijing_origin()), failure);
}

TEST_CASE("where files may be sent") {
    struct {
        std::string_view host;
        net::origin base;
        bool allowed;
    } const cases[] = {
        {"https://any.test", beijing_origin(), true},
        {"http://127.0.0.1:8900", {false, "127.0.0.1", 8900}, true},
        {"http://localhost:1", {false, "127.0.0.1", 8900}, true},
        {"http://emulator:8900", {false, "emulator", 8900}, true},  // plain as its base, which a flag allowed
        {"http://other:8900", {false, "emulator", 8900}, false},
        {"http://any.test", {false, "127.0.0.1", 8900}, false},
        {"http://any.test", beijing_origin(), false},
        {"ftp://any.test", beijing_origin(), false},
    };
    for (auto const& [host, base, allowed] : cases) {
        CAPTURE(host);
        auto data = good_policy();
        data["upload_host"] = host;
        if (allowed)
            CHECK(read_upload_policy(answer_of(data), base).host.target == "/");
        else
            CHECK_THROWS_AS(read_upload_policy(answer_of(data), base), failure);
    }
}

TEST_CASE("the size limit of a permission") {
    struct {
        json::value told;
        std::uint64_t bytes;
    } const cases[] = {{100, 100ull << 20}, {0.5, 1ull << 19}, {0, 0},          {-1, 0},
                       {"100", 0},          {nullptr, 0},      {999'999'999, 0}};
    for (auto const& [told, bytes] : cases) {
        CAPTURE(json::serialize(told));
        auto data = good_policy();
        data["max_file_size_mb"] = told;
        CHECK(read_upload_policy(answer_of(data), beijing_origin()).max_bytes == bytes);
    }
}

TEST_CASE("names in keys") {
    struct {
        std::string_view name, extension, made;
    } const cases[] = {
        {"cat.png", "png", "cat.png"},
        {"my cat (1).PNG", "png", "my_cat_1_.PNG"},
        {"/home/me/cat.png", "png", "cat.png"},
        {"cat", "jpg", "cat.jpg"},
        {"cat.v2", "jpg", "cat.v2.jpg"},
        {"\xE7\x8C\xAB.png", "png", "_.png"},
        {"..", "", "file.."},
        {".png", "png", "file.png.png"},
        {"", "wav", "file.wav"},
        {"", "", "file"},
        {"a\"b\r\nc.png", "png", "a_b_c.png"},
    };
    for (auto const& [name, extension, made] : cases) {
        CAPTURE(name);
        CHECK(upload_name(name, extension) == made);
    }
    auto const cut = upload_name(std::string(300, 'a') + ".png", "png");
    CHECK(cut.size() == 80);
    CHECK(cut.ends_with("a.png"));
}

TEST_CASE("the form, field for field, with the file last") {
    auto const policy = read_upload_policy(answer_of(good_policy()), beijing_origin());
    auto const field = [](std::string const& name, std::string const& value) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    };
    CHECK(form_head(policy, "cat.png", "image/png", "B") ==
          field("OSSAccessKeyId", "K") + field("Signature", "S") + field("policy", "P") +
              field("x-oss-object-acl", "private") + field("x-oss-forbid-overwrite", "true") +
              field("key", "dashscope-instant/h/d/u/cat.png") + field("success_action_status", "200") +
              field("x-oss-content-type", "image/png") +
              "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n"
              "Content-Type: image/png\r\n\r\n");
    CHECK(form_tail("B") == "\r\n--B--\r\n");
    auto const untyped = form_head(policy, "a", "", "B");
    CHECK(!contains(untyped, "x-oss-content-type"));
    CHECK(untyped.ends_with("Content-Type: application/octet-stream\r\n\r\n"));
}

TEST_CASE_FIXTURE(upload_fixture, "a permission is asked for, then the form is sent") {
    accept_upload();
    CHECK(send() == "oss://dashscope-instant/a/1/cat.png");
    REQUIRE(server.seen.size() == 2);
    auto const& asked = server.seen[0].head;
    CHECK(asked.starts_with("GET /api/v1/uploads?action=getPolicy&model=qwen-vl%20plus HTTP/1.1\r\n"));
    CHECK(contains(asked, "Authorization: Bearer " + std::string(secret_key)));
    auto const& [head, body] = server.seen[1];
    CHECK(head.starts_with("POST / HTTP/1.1\r\n"));
    CHECK(!contains(head, "Authorization"));
    CHECK(!contains(head, secret_key));
    auto const at = head.find("boundary=");
    REQUIRE(at != std::string::npos);
    auto const boundary = head.substr(at + 9, head.find("\r\n", at) - at - 9);
    CHECK(body.ends_with("\r\n\r\nthe bytes\r\n--" + boundary + "--\r\n"));
    CHECK(contains(head, "Content-Length: " + std::to_string(body.size()) + "\r\n"));
}

TEST_CASE_FIXTURE(upload_fixture, "troubles that pass: again with a new permission") {
    SUBCASE("an expired permission") {
        refuse(403, "AccessDenied", "Invalid according to Policy: Policy expired.");
    }
    SUBCASE("a storage in trouble") {
        refuse(503, "ServiceUnavailable", "Busy.");
    }
    SUBCASE("a lost connection") {
        server.script.push_back(json_answer(200, policy()));
        server.script.push_back({});
    }
    accept_upload("2");
    CHECK(send() == "oss://dashscope-instant/a/2/cat.png");
    CHECK(server.seen.size() == 4);
    CHECK(contains(server.seen[3].body, "the bytes"));
}

TEST_CASE_FIXTURE(upload_fixture, "troubles that stay are told at once or at last") {
    SUBCASE("at once") {
        refuse(403, "SignatureDoesNotMatch", "The signature differs.");
        auto const error = failed([&] { send(); });
        CHECK(
            contains(error.text(), "Uploading cat.png failed. The storage answered SignatureDoesNotMatch (HTTP 403)"));
        CHECK(contains(error.text(), "Request id: OSS-1."));
        CHECK(server.seen.size() == 2);
    }
    SUBCASE("after three permissions") {
        for (int i = 0; i < 3; ++i) refuse(500, "InternalError", "Oops.");
        CHECK(contains(failed([&] { send(); }).text(), "InternalError (HTTP 500): Oops."));
        CHECK(server.seen.size() == 6);
    }
    SUBCASE("no permission") {
        server.script.push_back(json_answer(401, R"({"code":"InvalidApiKey","message":"No.","request_id":"q"})"));
        auto const error = failed([&] { send(); });
        CHECK(error.kind() == error_kind::invalid_key);
        CHECK(contains(error.text(), "Uploading cat.png failed."));
    }
}

TEST_CASE_FIXTURE(upload_fixture, "a file above the permission's limit is not sent") {
    server.script.push_back(json_answer(200, policy("1", "1")));
    auto const error = failed([&] { send(std::string((1 << 20) + 1, 'x')); });
    CHECK(error.kind() == error_kind::file_problem);
    CHECK(contains(error.text(), "It has 2 MB; the temporary storage takes 1 MB at most."));
    CHECK(server.seen.size() == 1);
}

TEST_CASE_FIXTURE(upload_fixture, "an early refusal of a large file is read") {
    server.script.push_back(json_answer(200, policy()));
    server.script.push_back(answer(400, "application/xml", "<Error><Code>EntityTooLarge</Code></Error>"));
    CHECK(contains(failed([&] { send(std::string(5 << 20, 'x')); }).text(), "EntityTooLarge (HTTP 400)"));
}
