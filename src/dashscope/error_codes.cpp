// The table of error codes (catalogue §2.2) and how an error finds its kind in it.

#include "dashscope/error.hpp"
#include "net/message.hpp"
#include "platform/ascii.hpp"

#include <algorithm>

namespace dashscope {

namespace {

struct code_row {
    std::string_view code;
    error_kind kind;
};

using enum error_kind;

// A code that is not here is looked up again without its last `.part`: `InvalidFile.FPS` is `InvalidFile`.
constexpr code_row codes[] = {
    {"InvalidApiKey", invalid_key},
    {"invalid_api_key", invalid_key},
    {"InvalidAccessKeyId", invalid_access_key},
    {"MissingAccessKeyId", invalid_access_key},
    {"SignatureDoesNotMatch", invalid_access_key},
    {"IncompleteSignature", invalid_access_key},
    {"InvalidSecurityToken", invalid_access_key},
    {"MissingSecurityToken", invalid_access_key},
    {"SignatureNonceUsed", invalid_access_key},
    {"InvalidTimeStamp", invalid_access_key},
    {"InvalidRegionId", wrong_region},
    {"NOT AUTHORIZED", workspace},
    {"WorkSpaceNotFound", workspace},
    {"Workspace", workspace},
    {"BailianGateway.Workspace", workspace},
    {"Index.NoWorkspacePermissions", workspace},
    {"AccessDenied", access_denied},
    {"access_denied", access_denied},
    {"Forbidden", access_denied},
    {"NoPermission", access_denied},
    {"AccessDenied.Unpurchased", not_purchased},
    {"CommodityNotPurchased", not_purchased},
    {"MCP_IS_INVALID", not_purchased},
    {"Model.AccessDenied", model_access},
    {"App.AccessDenied", application},
    {"FlowNotPublished", application},
    {"ModelNotFound", model_not_found},
    {"model_not_found", model_not_found},
    {"model_not_supported", model_not_found},
    {"NotFound", not_found},
    {"UserNotFound", not_found},
    {"BadRequest.ResourceNotExist", not_found},
    {"AllocationQuota.FreeTierOnly", free_tier_only},
    {"AllocationQuota", quota_exhausted},
    {"Throttling.AllocationQuota", quota_exhausted},
    {"insufficient_quota", quota_exhausted},
    {"Arrearage", arrears},
    {"PrepaidBillOverdue", arrears},
    {"PostpaidBillOverdue", arrears},
    {"Throttling", rate_limited},
    {"LimitRequests", rate_limited},
    {"limit_requests", rate_limited},
    {"limit_burst_rate", rate_limited},
    {"rate_limit_exceeded", rate_limited},
    {"TooManyRequests", rate_limited},
    {"DataInspectionFailed", content_inspection},
    {"data_inspection_failed", content_inspection},
    {"IPInfringementSuspect", content_inspection},
    {"FaqRuleBlocked", content_inspection},
    {"CustomRoleBlocked", content_inspection},
    // Not a refusal: the inspection could not download the file.
    {"InvalidParameter.DataInspection", file_problem},
    {"InvalidFile", file_problem},
    {"InvalidURL", file_problem},
    {"InvalidImage", file_problem},
    {"BadRequest.InputDownloadFailed", file_problem},
    {"BadRequest.UnsupportedFileFormat", file_problem},
    {"BadRequest.TooLarge", file_problem},
    {"Audio", file_problem},
    {"InvalidParameter", invalid_parameter},
    {"invalid_parameter_error", invalid_parameter},
    {"invalid_request_error", invalid_parameter},
    {"invalid_value", invalid_parameter},
    {"InvalidInputLength", invalid_parameter},
    {"BadRequest", invalid_parameter},
    {"Index.InvalidParameter", invalid_parameter},
    {"UnsupportedOperation", task_problem},
    {"Conflict", task_problem},
    {"InternalError", server_fault},
    {"internal_error", server_fault},
    {"internal_server_error", server_fault},
    {"SystemError", server_fault},
    {"ModelServiceFailed", server_fault},
    {"ModelServingError", server_fault},
    {"InvokePluginFailed", server_fault},
    {"AppProcessFailed", server_fault},
    {"RewriteFailed", server_fault},
    {"RetrivalFailed", server_fault},  // sic
    {"ModelUnavailable", unavailable},
    {"ServiceUnavailable", unavailable},
    {"ServiceUnavailableError", unavailable},
    {"InternalError.Timeout", timeout},
    {"RequestTimeOut", timeout},
    {"ResponseTimeout", timeout},
};

// Messages that tell more than the code beside them. Lower case.
constexpr code_row messages[] = {
    {"model not exist", model_not_found},
    {"does not exist or you do not have access", model_not_found},
    {"free tier of the model has been exhausted", free_tier_only},
    {"account is in good standing", arrears},
    {"workspace.accessdenied", workspace},
    {"not support this region", wrong_region},
    {"not supported in this region", wrong_region},
    {"not available in this region", wrong_region},
};

error_kind kind_of_status(int status) {
    switch (status) {
        case 400:
        case 405:
        case 415:
        case 422:
            return invalid_parameter;
        case 401:
            return invalid_key;
        case 402:
            return arrears;
        case 403:
            return access_denied;
        case 404:
            return not_found;
        case 408:
        case 504:
            return timeout;
        case 413:
        case 430:
            return file_problem;
        case 429:
            return rate_limited;
        case 502:
        case 503:
            return unavailable;
        default:
            break;
    }
    if (status >= 500) return server_fault;
    return status >= 300 && status < 400 ? bad_answer : unknown;
}

error_kind kind_of_code(std::string_view code) {
    while (!code.empty()) {
        for (auto const& row : codes)
            if (net::equal_ignoring_case(row.code, code)) return row.kind;
        auto dot = code.rfind('.');
        if (dot == std::string_view::npos) break;
        code = code.substr(0, dot);
    }
    return unknown;
}

}  // namespace

error_kind classify(int http_status, std::string_view code, std::string_view message) {
    auto said = platform::lower_case(message);
    for (auto const& row : messages)
        if (said.find(row.code) != std::string::npos) return row.kind;
    auto kind = kind_of_code(code);
    return kind == unknown ? kind_of_status(http_status) : kind;
}

}  // namespace dashscope
