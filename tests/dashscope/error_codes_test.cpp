#include "dashscope/error.hpp"

#include "support.hpp"

using namespace dashscope;
using enum error_kind;

TEST_CASE("codes of the catalogue find their kind") {
    struct {
        int status;
        std::string_view code, message;
        error_kind expected;
    } const cases[] = {
        {401, "InvalidApiKey", "Invalid API-key provided.", invalid_key},
        {401, "invalid_api_key", "Incorrect API key provided. ", invalid_key},
        {401, "", "", invalid_key},
        {404, "InvalidAccessKeyId.NotFound", "", invalid_access_key},
        {400, "SignatureDoesNotMatch", "", invalid_access_key},
        {401, "NOT AUTHORIZED", "", workspace},
        {403, "Workspace.AccessDenied", "", workspace},
        {404, "WorkSpaceNotFound", "", workspace},
        {200, "BailianGateway.Workspace.NotAuthorised", "", workspace},
        {403, "AccessDenied", "current user api does not support synchronous calls.", access_denied},
        {403, "AccessDenied.Unpurchased", "", not_purchased},
        {429, "CommodityNotPurchased", "", not_purchased},
        {403, "Model.AccessDenied", "", model_access},
        {403, "App.AccessDenied", "", application},
        {400, "FlowNotPublished", "", application},
        {404, "ModelNotFound", "", model_not_found},
        {404, "model_not_found", "", model_not_found},
        {400, "InvalidParameter", "Model not exist.", model_not_found},
        {403, "AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted.", free_tier_only},
        {429, "Throttling.AllocationQuota", "", quota_exhausted},
        {400, "Throttling.AllocationQuota", "Free allocated quota exceeded.", quota_exhausted},
        {429, "insufficient_quota", "", quota_exhausted},
        {400, "Arrearage", "Access denied, please make sure your account is in good standing.", arrears},
        {429, "PostpaidBillOverdue", "", arrears},
        {429, "Throttling", "", rate_limited},
        {429, "Throttling.RateQuota", "", rate_limited},
        {429, "Throttling.BurstRate", "", rate_limited},
        {429, "limit_requests", "", rate_limited},
        {429, "Throttling.User", "", rate_limited},
        {429, "", "", rate_limited},
        {400, "DataInspectionFailed", "", content_inspection},
        {400, "data_inspection_failed", "", content_inspection},
        {400, "InvalidParameter.DataInspection", "Unable to download the media resource.", file_problem},
        {400, "InvalidFile.AudioLengthError", "", file_problem},
        {400, "InvalidURL.Timeout", "", file_problem},
        {430, "Audio.DecoderError", "", file_problem},
        {413, "", "", file_problem},
        {400, "InvalidParameter.NotSupportEnableThinking", "", invalid_parameter},
        {400, "BadRequest.EmptyInput", "", invalid_parameter},
        {400, "BadRequest.TooLarge", "", file_problem},
        {400, "never-heard-of", "", invalid_parameter},
        {400, "UnsupportedOperation", "", task_problem},
        {500, "InternalError.Algo", "", server_fault},
        {500, "InternalError.Timeout", "", timeout},
        {500, "internal_error", "", server_fault},
        {500, "RetrivalFailed", "", server_fault},
        {503, "ModelUnavailable", "", unavailable},
        {502, "", "", unavailable},
        {504, "", "", timeout},
        {599, "", "", server_fault},
        {302, "", "", bad_answer},
        {418, "", "", unknown},
        {0, "", "", unknown},
    };
    for (auto const& c : cases) {
        CAPTURE(c.status);
        CAPTURE(c.code);
        CHECK(classify(c.status, c.code, c.message) == c.expected);
    }
}
