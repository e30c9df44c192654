#pragma once
// DashScope's errors: the documented codes with their HTTP status and message, and the two shapes of their bodies.

#include "sandbox/plan.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sandbox {

/// Which body an endpoint's errors have.
enum class error_shape {
    native,      // {"code","message","request_id"}
    compatible,  // {"error":{"message","type","param","code"},"request_id"}
    openapi,     // {"Success","Status","Code","Message","RequestId"}: endpoints signed with an AccessKey pair
};

/// A documented error (error-code.md). Many have a second spelling in compatible mode.
struct known_error {
    int status;
    std::string_view code;
    std::string_view compatible_code;
    std::string_view type;  // `error.type` in compatible mode
    std::string_view message;
    std::string_view native_message = {};  // where the native API words it differently
};

std::span<known_error const> known_errors();
/// By either spelling, without case; null when there is none. Where one code has several statuses the first wins.
known_error const* find_error(std::string_view code);
/// The usual error of a status: 429 is limit_requests, 500 internal_error, …; null when there is none.
known_error const* find_error(int status);

/// An error that will be answered.
struct failure {
    int status = 400;
    std::string code = "InvalidParameter";
    std::string compatible_code = "invalid_parameter_error";  // empty is null on the wire
    std::string type = "invalid_request_error";
    std::string param;  // empty is null on the wire
    std::string message;
    std::string native_message = {};  // empty: the same
    bool from_model = false;          // past the gateway: the body carries the completion's id too
};

/// A check's outcome: nothing, or the refusal.
using verdict = std::optional<failure>;

failure to_failure(known_error const& error);
/// 400 of the API's own validation.
failure invalid_parameter(std::string message);
/// 400 of the inference engine: DashScope prefixes its message with the engine's code.
failure rejected_by_engine(std::string const& message);
failure invalid_value(std::string message);

std::string error_body(failure const& error, error_shape shape, std::string_view request_id);
plan error_plan(failure const& error, error_shape shape, std::string_view request_id);
/// One frame of a native stream (cnblogs recordings: id, event, :HTTP_STATUS, data).
std::string error_frame(failure const& error, error_shape shape, std::string_view request_id, std::size_t id);

}  // namespace sandbox
