#include "sandbox/errors.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <set>

using sandbox::error_shape;
using sandbox_test::at;

TEST_SUITE("sandbox/errors") {
    TEST_CASE("the codes that matter most have their status and their spelling in compatible mode") {
        struct {
            std::string_view code;
            int status;
            std::string_view compatible;
        } const cases[] = {
            {"InvalidApiKey", 401, "invalid_api_key"},
            {"Throttling.RateQuota", 429, "limit_requests"},
            {"Throttling.BurstRate", 429, "limit_burst_rate"},
            {"Throttling.AllocationQuota", 429, "insufficient_quota"},
            {"DataInspectionFailed", 400, "data_inspection_failed"},
            {"Arrearage", 400, "Arrearage"},
            {"AllocationQuota.FreeTierOnly", 403, "AllocationQuota.FreeTierOnly"},
            {"Model.AccessDenied", 403, "Model.AccessDenied"},
            {"ModelNotFound", 404, "model_not_found"},
            {"InternalError", 500, "internal_error"},
            {"InternalError.Timeout", 500, "InternalError.Timeout"},
            {"ModelUnavailable", 503, "ModelUnavailable"},
            {"UnsupportedOperation", 400, "UnsupportedOperation"},
            {"Conflict", 409, "Conflict"},
            {"Audio.FileSizeExceed", 430, "Audio.FileSizeExceed"},
        };
        for (auto const& c : cases) {
            CAPTURE(c.code);
            auto const* found = sandbox::find_error(c.code);
            REQUIRE(found);
            CHECK(found->status == c.status);
            CHECK(found->compatible_code == c.compatible);
            CHECK(sandbox::find_error(c.compatible) != nullptr);
        }
    }

    TEST_CASE("every documented code is there once, with a message") {
        std::set<std::string_view> codes;
        for (auto const& error : sandbox::known_errors()) {
            CAPTURE(error.code);
            CHECK(codes.insert(error.code).second);
            CHECK(!error.message.empty());
            CHECK(!error.type.empty());
        }
        CHECK(codes.size() > 80);
    }

    TEST_CASE("codes are found without case, and only whole") {
        CHECK(sandbox::find_error("arrearage"));
        CHECK(sandbox::find_error("LIMIT_REQUESTS")->code == "Throttling.RateQuota");
        CHECK(!sandbox::find_error("Throttl"));
        CHECK(!sandbox::find_error(""));
    }

    TEST_CASE("a status stands for its usual error") {
        CHECK(sandbox::find_error(429)->compatible_code == "limit_requests");
        CHECK(sandbox::find_error(503)->code == "ModelUnavailable");
        CHECK(!sandbox::find_error(418));
    }

    TEST_CASE("the compatible shape is the real service's, to the byte") {
        auto body =
            sandbox::error_body(to_failure(*sandbox::find_error("InvalidApiKey")), error_shape::compatible, "r-1");
        CHECK(body ==
              R"({"error":{"message":"Incorrect API key provided. ","type":"invalid_request_error","param":null,)"
              R"("code":"invalid_api_key"},"request_id":"r-1"})");
    }

    TEST_CASE("the native shape is that of the recording auth-error-nosse") {
        auto body = sandbox::error_body(to_failure(*sandbox::find_error("InvalidApiKey")), error_shape::native,
                                        "a1c0561c-1dfe-98a6-a62f-983577b8bc5e");
        CHECK(body == R"({"code":"InvalidApiKey","message":"Invalid API-key provided.",)"
                      R"("request_id":"a1c0561c-1dfe-98a6-a62f-983577b8bc5e"})");
    }

    TEST_CASE("errors of the model carry the completion's id") {
        auto body =
            boost::json::parse(sandbox::error_body(sandbox::rejected_by_engine("no."), error_shape::compatible, "r-2"));
        CHECK(at(body, "/id") == "chatcmpl-r-2");
        CHECK(at(body, "/error/code") == "invalid_parameter_error");
        CHECK(at(body, "/error/message") == "<400> InternalError.Algo.InvalidParameter: no.");
    }

    TEST_CASE("an error frame has the recorded form") {
        auto frame = sandbox::error_frame(sandbox::invalid_parameter("bad"), error_shape::native, "r", 1);
        CHECK(frame ==
              "id:1\nevent:error\n:HTTP_STATUS/400\n"
              "data:{\"code\":\"InvalidParameter\",\"message\":\"bad\",\"request_id\":\"r\"}\n\n");
    }
}
