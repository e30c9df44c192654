#pragma once
// What the endpoints of the Bailian OpenAPI (AccessKey pair, ACS3) share: answers and errors in its shape.

#include "sandbox/acs3.hpp"
#include "sandbox/service.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// Why the signature or the workspace is refused; nothing when both are good.
std::optional<plan> check_openapi(exchange const& context);

/// `{"Success":true,"Status":"200","Code":"Success","RequestId":…,"Data":…}`
plan openapi_answer(boost::json::value data, exchange const& context);
plan openapi_error(gateway_error const& error, exchange const& context);
/// 400 with `Index.InvalidParameter`, as all operations on knowledge and files refuse.
plan openapi_refusal(std::string message, exchange const& context);

}  // namespace sandbox
