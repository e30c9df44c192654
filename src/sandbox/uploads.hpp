#pragma once
// Temporary storage: a policy for each upload, OSS's form upload, and `oss://` references to what was uploaded.

#include "sandbox/errors.hpp"
#include "sandbox/service.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

plan get_policy(exchange const& context);   // GET /api/v1/uploads
plan post_object(exchange const& context);  // POST / of the bucket's host, which is this sandbox

/// An uploaded file. Kept for 48 hours, for the account and the model that its policy was made for.
struct uploaded_file {
    std::string name;
    std::string content_type;
    std::string bytes;
};

/// Why an `oss://` reference in the request's body can't be used in it; nothing when all can, or there are none. Holds
/// for every endpoint, so the service asks before the endpoint's handler does.
verdict check_references(exchange const& context);
/// What a reference that has passed the check stands for.
std::optional<uploaded_file> find_upload(std::string_view reference, exchange const& context);

}  // namespace sandbox
