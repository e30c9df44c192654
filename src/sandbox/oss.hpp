#pragma once
// What DashScope borrows from Alibaba Cloud OSS: XML errors, and signed links to objects.

#include "sandbox/service.hpp"

#include <string>
#include <string_view>

namespace sandbox {

constexpr std::string_view oss_access_key_id = "LTAIsandbox";
constexpr std::string_view oss_access_key_secret = "sandbox-secret";
constexpr std::string_view oss_bucket = "dashscope-sandbox";

struct oss_failure {
    int status;
    std::string_view code;
    std::string message;
    std::string more = {};  // further elements, as XML
};

plan oss_error(oss_failure const& error, exchange const& context);

/// `path?Expires=…&OSSAccessKeyId=…&Signature=…` below this sandbox's own origin. `expires` in unix seconds.
std::string signed_link(std::string_view path, std::int64_t expires, exchange const& context);
/// Why the link of this request is not good any more or never was; nothing when it is good.
std::optional<oss_failure> check_link(exchange const& context);

/// `&`, `<`, `>`, `"` escaped.
std::string xml_text(std::string_view text);

}  // namespace sandbox
