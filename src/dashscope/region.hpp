#pragma once
// DashScope's regions: their names, hosts and consoles (catalogue §1.1).

#include <optional>
#include <string>
#include <string_view>

namespace dashscope {

enum class region { beijing, singapore, virginia, frankfurt };

/// The official name: `cn-beijing`, …
std::string_view region_name(region where);

/// Accepts the official names and the usual aliases (`cn`, `intl`, `us`, `eu`, `singapore`, …), without regard to case.
std::optional<region> parse_region(std::string_view text);

/// What `parse_region` takes, for an error message.
std::string allowed_regions();

/// The API's host. Empty when the region needs a workspace id (Frankfurt) and none is given.
std::string dashscope_host(region where, std::string_view workspace_id);

/// The signed OpenAPI's host, `bailian.<region>.aliyuncs.com`.
std::string openapi_host(region where);

/// The region that a host of Alibaba Cloud's belongs to; nothing for other hosts and for those that don't tell.
std::optional<region> region_of_host(std::string_view host);

/// True for `aliyuncs.com` and the names below it.
bool is_alibaba_host(std::string_view host);

/// Console pages to show to a person.
std::string_view api_key_console(region where);
std::string_view model_console(region where);
std::string_view billing_console(region where);

}  // namespace dashscope
