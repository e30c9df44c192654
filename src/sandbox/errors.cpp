#include "sandbox/errors.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

bool same_without_case(std::string_view left, std::string_view right) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(left, right, [&](char a, char b) { return lower(a) == lower(b); });
}

json::value null_if_empty(std::string const& text) {
    if (text.empty()) return nullptr;
    return json::string(text);
}

json::object compatible_body(failure const& error, std::string_view request_id) {
    json::object body;
    body["error"] = {{"message", error.message},
                     {"type", null_if_empty(error.type)},
                     {"param", null_if_empty(error.param)},
                     {"code", null_if_empty(error.compatible_code)}};
    if (error.from_model) body["id"] = "chatcmpl-" + std::string(request_id);
    body["request_id"] = request_id;
    return body;
}

json::object openapi_body(failure const& error, std::string_view request_id) {
    return {{"Success", false},
            {"Status", std::to_string(error.status)},
            {"Code", error.code},
            {"Message", error.native_message.empty() ? error.message : error.native_message},
            {"RequestId", request_id}};
}

}  // namespace

known_error const* find_error(std::string_view code) {
    if (code.empty()) return nullptr;
    for (auto const& candidate : known_errors())
        if (same_without_case(code, candidate.code) || same_without_case(code, candidate.compatible_code))
            return &candidate;
    return nullptr;
}

known_error const* find_error(int status) {
    struct {
        int status;
        std::string_view code;
    } constexpr usual[] = {{400, "InvalidParameter"},     {401, "InvalidApiKey"}, {403, "AccessDenied"},
                           {404, "ModelNotFound"},        {409, "Conflict"},      {429, "Throttling.RateQuota"},
                           {430, "Audio.FileSizeExceed"}, {500, "InternalError"}, {503, "ModelUnavailable"}};
    for (auto const& entry : usual)
        if (entry.status == status) return find_error(entry.code);
    return nullptr;
}

failure to_failure(known_error const& error) {
    failure result;
    result.status = error.status;
    result.code = error.code;
    result.compatible_code = error.compatible_code;
    result.type = error.type;
    result.message = error.message;
    result.native_message = error.native_message;
    return result;
}

failure invalid_parameter(std::string message) {
    failure result;
    result.message = std::move(message);
    result.from_model = true;
    return result;
}

failure rejected_by_engine(std::string const& message) {
    return invalid_parameter("<400> InternalError.Algo.InvalidParameter: " + message);
}

failure invalid_value(std::string message) {
    failure result;
    result.compatible_code = "invalid_value";
    result.message = std::move(message);
    return result;
}

std::string error_body(failure const& error, error_shape shape, std::string_view request_id) {
    if (shape == error_shape::compatible) return json::serialize(compatible_body(error, request_id));
    if (shape == error_shape::openapi) return json::serialize(openapi_body(error, request_id));
    json::object body;
    body["code"] = error.code;
    body["message"] = error.native_message.empty() ? error.message : error.native_message;
    body["request_id"] = request_id;
    return json::serialize(body);
}

plan error_plan(failure const& error, error_shape shape, std::string_view request_id) {
    return json_plan(error.status, error_body(error, shape, request_id));
}

std::string error_frame(failure const& error, error_shape shape, std::string_view request_id, std::size_t id) {
    return "id:" + std::to_string(id) + "\nevent:error\n:HTTP_STATUS/" + std::to_string(error.status) +
           "\ndata:" + error_body(error, shape, request_id) + "\n\n";
}

}  // namespace sandbox
