#include "sandbox/openapi.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view workspace = "ws-sandbox";

}  // namespace

std::optional<plan> check_openapi(exchange const& context) {
    auto& nonces = context.kept.of<used_nonces>();
    if (auto refused = verify_acs3(context.asked, context.settings, nonces, context.now))
        return openapi_error(*refused, context);
    if (context.segments.empty() || context.segments.front() == workspace) return std::nullopt;
    return openapi_error({404, "WorkSpaceNotFound", "WorkSpace can not be found."}, context);
}

plan openapi_answer(json::value data, exchange const& context) {
    json::object body{{"Success", true},
                      {"Status", "200"},
                      {"Code", "Success"},
                      {"Message", "success"},
                      {"RequestId", context.request_id},
                      {"Data", std::move(data)}};
    return json_plan(200, json::serialize(body));
}

plan openapi_error(gateway_error const& error, exchange const& context) {
    failure refusal;
    refusal.status = error.status;
    refusal.code = error.code;
    refusal.message = error.message;
    return error_plan(refusal, error_shape::openapi, context.request_id);
}

plan openapi_refusal(std::string message, exchange const& context) {
    return openapi_error({400, "Index.InvalidParameter", std::move(message)}, context);
}

}  // namespace sandbox
