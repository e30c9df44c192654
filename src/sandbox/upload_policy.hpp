#pragma once
// The policy of an OSS form upload: a signed document that says until when, where, what and how much may be posted.

#include "sandbox/moment.hpp"
#include "sandbox/oss.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// What DashScope's policies allow.
constexpr std::uint64_t largest_upload = 1024ULL * 1024 * 1024;

/// DashScope's document, as recorded.
std::string policy_document(std::string_view upload_dir, milliseconds_since_1970 expires);

/// The fields of a form upload, names in lower case.
using post_fields = std::map<std::string, std::string, std::less<>>;

/// Signature, expiry and each condition, as OSS checks them; nothing when the upload may be kept.
std::optional<oss_failure> check_policy(post_fields const& fields, std::uint64_t size, milliseconds_since_1970 now);

}  // namespace sandbox
