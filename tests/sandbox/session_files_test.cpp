#include "sandbox/session_files.hpp"

#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace std::chrono_literals;
using sandbox::percent_encoded;
using sandbox_test::at;
using sandbox_test::body_of;
using sandbox_test::sign;
using sandbox_test::signer;
using sandbox_test::signing_time;

namespace {

std::string lower_md5(std::string_view bytes) {
    return net::lower_case(sandbox::etag_of(bytes));
}

struct fixture {
    json::value signed_call(std::string method, std::string path, std::string body = {}) {
        sandbox::request asked{std::move(method), "/ws-sandbox/datacenter" + path, {}, std::move(body), {}};
        auto const plan = service.answer(sign(asked), now);
        status = plan.status;
        return body_of(plan);
    }
    json::value lease(std::string_view name, std::string_view bytes, std::string more = "&CategoryType=SESSION_FILE") {
        return signed_call("POST", "/category/default",
                           "FileName=" + percent_encoded(name) + "&Md5=" + lower_md5(bytes) +
                               "&SizeInBytes=" + std::to_string(bytes.size()) + more);
    }
    int upload(json::value const& given, std::string bytes) {
        auto const url = at(given, "/Data/Param/Url");
        sandbox::request asked{at(given, "/Data/Param/Method"), url.substr(url.find('/', 8)), {}, std::move(bytes), {}};
        asked.fields = {{"x-bailian-extra", at(given, "/Data/Param/Headers/X-bailian-extra")},
                        {"content-type", at(given, "/Data/Param/Headers/Content-Type")}};
        return service.answer(asked, now).status;
    }
    json::value add(std::string lease, std::string more = "&CategoryType=SESSION_FILE") {
        return signed_call("PUT", "/file", "LeaseId=" + lease + "&Parser=DASHSCOPE_DOCMIND&CategoryId=default" + more);
    }
    /// A file that was leased, uploaded and added.
    std::string file(std::string_view name, std::string bytes) {
        auto const given = lease(name, bytes);
        REQUIRE(upload(given, bytes) == 200);
        return at(add(at(given, "/Data/FileUploadLeaseId")), "/Data/FileId");
    }
    std::string status_of(std::string const& id) { return at(signed_call("GET", "/file/" + id + "/"), "/Data/Status"); }

    sandbox::service service{{}};
    std::chrono::system_clock::time_point now = signing_time();
    int status = 0;
};

}  // namespace

TEST_SUITE("sandbox/session_files") {
    TEST_CASE("lease, upload, add, and all states to ready") {
        fixture f;
        auto const given = f.lease("手机 介绍.docx", "bytes");
        CHECK(at(given, "/Data/Param/Method") == "PUT");
        CHECK(at(given, "/Data/Param/Url").starts_with("http://127.0.0.1:8900/bailian-upload/"));
        CHECK(f.upload(given, "bytes") == 200);
        auto const added = f.add(at(given, "/Data/FileUploadLeaseId"));
        auto const id = at(added, "/Data/FileId");
        CHECK(id.starts_with("file_session_"));
        std::vector<std::string> states;
        for (int i = 0; i < 12; ++i) {
            auto const state = f.status_of(id);
            if (states.empty() || states.back() != state) states.push_back(state);
            f.now += 100ms;
        }
        CHECK(states == std::vector<std::string>{"INIT", "PARSING", "PARSE_SUCCESS", "SAFE_CHECKING", "INDEX_BUILDING",
                                                 "INDEX_BUILD_SUCCESS", "FILE_IS_READY"});
        auto const described = f.signed_call("GET", "/file/" + id);
        CHECK(at(described, "/Data/FileName") == "手机 介绍.docx");
        CHECK(at(described, "/Data/SizeInBytes") == "5");
        f.add(at(given, "/Data/FileUploadLeaseId"));
        CHECK(f.status == 400);  // the lease is void
        f.signed_call("DELETE", "/file/" + id);
        CHECK(f.status == 200);
        f.signed_call("GET", "/file/" + id);
        CHECK(f.status == 404);
    }

    TEST_CASE("failures by name") {
        struct {
            std::string_view name;
            std::string_view last;
            std::chrono::milliseconds early;
            std::string_view before;
        } const cases[] = {
            {"parse-failed.pdf", "PARSE_FAILED", 200ms, "PARSING"},
            {"a SAFE-CHECK-FAILED b.md", "SAFE_CHECK_FAILED", 500ms, "SAFE_CHECKING"},
            {"index-building-failed.txt", "INDEX_BUILDING_FAILED", 700ms, "INDEX_BUILDING"},
            {"index-deleted.txt", "INDEX_DELETED", 900ms, "INDEX_BUILD_SUCCESS"},
            {"file-expired.png", "FILE_EXPIRED", 900ms, "INDEX_BUILD_SUCCESS"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.name);
            fixture f;
            auto const id = f.file(c.name, "x");
            f.now += c.early;
            CHECK(f.status_of(id) == c.before);
            f.now = signing_time() + 2s;
            CHECK(f.status_of(id) == c.last);
        }
    }

    TEST_CASE("what a lease refuses") {
        fixture f;
        for (auto name : {"", "program.exe", "noend"}) {
            CAPTURE(name);
            f.lease(name, "x");
            CHECK(f.status == 400);
        }
        auto const sized = [&](std::string_view name, std::string_view size) {
            f.signed_call(
                "POST", "/category/default",
                "FileName=" + std::string(name) + "&Md5=" + lower_md5("x") + "&SizeInBytes=" + std::string(size));
            return f.status;
        };
        CHECK(sized("a.pdf", "104857600") == 200);
        CHECK(sized("a.pdf", "104857601") == 400);
        CHECK(sized("a.png", "20971521") == 400);
        CHECK(sized("a.mp4", "536870912") == 200);
        CHECK(sized("a.mp4", "536870913") == 400);
        CHECK(sized("a.mp4", "none") == 400);
    }

    TEST_CASE("what an upload refuses") {
        fixture f;
        auto const given = f.lease("a.txt", "bytes");
        CHECK(f.upload(given, "other") == 400);
        CHECK(f.upload(given, "longer bytes") == 400);
        f.add(at(given, "/Data/FileUploadLeaseId"));
        CHECK(f.status == 400);  // nothing uploaded yet
        auto const url = at(given, "/Data/Param/Url");
        sandbox::request bare{"PUT", url.substr(url.find('/', 8)), {}, "bytes", {}};
        CHECK(f.service.answer(bare, f.now).status == 403);
        bare.path = "/bailian-upload/none";
        CHECK(f.service.answer(bare, f.now).status == 403);
        f.now += 11min;
        CHECK(f.upload(given, "bytes") == 403);
    }

    TEST_CASE("a wrong category makes no session file") {
        fixture f;
        auto const given = f.lease("a.txt", "bytes", "");
        f.upload(given, "bytes");
        auto const id = at(f.add(at(given, "/Data/FileUploadLeaseId"), ""), "/Data/FileId");
        CHECK(id.starts_with("file_"));
        CHECK(!id.starts_with("file_session_"));
    }
}
