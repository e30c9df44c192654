#include "dashscope/hints.hpp"

#include "support.hpp"

using namespace dashscope;
using dashscope::test::contains;

namespace {

std::string hint_for(int status, std::string_view code, std::string_view message,
                     std::string host = "dashscope.aliyuncs.com") {
    api_error error{status, std::string(code), std::string(message), {}};
    error.kind = classify(status, code, message);
    return hint(error, {"Chat with qwen-plus", "qwen-plus", {true, std::move(host), 443}});
}

}  // namespace

TEST_CASE("each kind says what to do") {
    struct {
        int status;
        std::string_view code, part;
    } const cases[] = {
        {401, "InvalidApiKey", "https://bailian.console.aliyun.com/cn-beijing/?tab=app#/api-key"},
        {401, "InvalidApiKey", "https://dashscope.aliyuncs.com"},
        {401, "InvalidApiKey", "different regions cannot be mixed"},
        {400, "SignatureDoesNotMatch", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
        {400, "InvalidTimeStamp.Expired", "clock"},
        {404, "InvalidAccessKeyId.NotFound", "ALIBABA_CLOUD_ACCESS_KEY_ID"},
        {400, "InvalidSecurityToken.Expired", "together"},
        {400, "MissingSecurityToken", "ALIBABA_CLOUD_SECURITY_TOKEN"},
        {400, "Index.InvalidParameter", "index_id"},
        {404, "WorkSpaceNotFound", "BAILIAN_WORKSPACE_ID"},
        {403, "AccessDenied.Unpurchased", "https://bailian.console.aliyun.com/#/model-market"},
        {403, "Model.AccessDenied", "qwen-plus"},
        {404, "ModelNotFound", "qwen-plus"},
        {404, "NotFound", "expired"},
        {429, "insufficient_quota", "used up"},
        {403, "AllocationQuota.FreeTierOnly", "free use only"},
        {400, "Arrearage", "https://billing-cost.console.aliyun.com/"},
        {429, "Throttling.RateQuota", "Wait"},
        {400, "DataInspectionFailed", "refused again"},
        {400, "InvalidParameter", "message names"},
        {400, "InvalidFile.FPS", "format"},
        {500, "InternalError", "later"},
        {503, "ModelUnavailable", "shortly"},
        {504, "", "too long"},
        {302, "", "base URL"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.code);
        CHECK(contains(hint_for(c.status, c.code, ""), c.part));
    }
}

TEST_CASE("what is signed with an AccessKey pair gets advice on that") {
    error_context const context{"Retrieval", "", {true, "bailian.cn-beijing.aliyuncs.com", 443}, true};
    struct {
        int status;
        std::string_view code, part;
    } const cases[] = {
        {403, "NoPermission", "AliyunBailianDataFullAccess"},
        {404, "WorkSpaceNotFound", "RAM user"},
        {401, "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
        {429, "Throttling", "Wait"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.code);
        api_error const error{c.status, std::string(c.code), {}, {}, classify(c.status, c.code, {})};
        CHECK(contains(hint(error, context), c.part));
    }
}

TEST_CASE("frequent messages are explained") {
    struct {
        std::string_view message, part;
    } const cases[] = {
        {"url error, please check url！", "model"},
        {"parameter.enable_thinking must be set to false for non-streaming calls", "enable_thinking"},
        {"'audio' output only support with stream=true", "stream"},
        {"Model not exist.", "spelling"},
        {"Range of max_tokens should be [1, 8192]", "max_tokens"},
        {"Exceeded limit on max bytes per data-uri item : 10485760", "10 MB"},
        {"The provided URL does not appear to be valid. Ensure it is correctly formatted.", "oss://"},
        {"Tool names are not allowed to be [search]", "Rename"},
        {"'messages' must contain the word 'json' in some form, to use 'response_format'", "JSON"},
        {"Current user api does not support asynchronous calls.", "synchronous"},
        {"current user api does not support synchronous calls.", "asynchronous"},
        {"current user api does not support http call.", "WebSocket"},
        {"Role must be user or assistant and Content length must be greater than 0", "Every message"},
        {"Failed to cancel the task, please confirm if the task is in PENDING status.", "poll"},
    };
    for (auto const& c : cases) {
        CAPTURE(c.message);
        CHECK(contains(hint_for(400, "InvalidParameter", c.message), c.part));
    }
}

TEST_CASE("hints are short and name the console of the host's region") {
    CHECK(contains(hint_for(401, "InvalidApiKey", "", "dashscope-intl.aliyuncs.com"),
                   "modelstudio.console.alibabacloud.com"));
    CHECK(contains(hint_for(401, "InvalidApiKey", "", "gw.example"), "https://gw.example"));
    for (auto status : {400, 401, 403, 404, 429, 500, 503}) CHECK(hint_for(status, "", "").size() < 400);
    CHECK(hint_for(418, "", "").empty());
}

TEST_CASE("a missing key: where to get one, where to put it, how to try without") {
    auto text = missing_key_hint({"Chat", "", {true, "dashscope.aliyuncs.com", 443}});
    for (auto part : {"https://bailian.console.aliyun.com/cn-beijing/?tab=app#/api-key", "DASHSCOPE_API_KEY",
                      "~/.bailian/config.json", "--sandbox"})
        CHECK(contains(text, part));
}
