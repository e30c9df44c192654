#pragma once
// multipart/form-data (RFC 7578), as browsers and OSS's clients send it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct form_part {
    std::string name;
    std::string file_name;
    std::string content_type;
    std::string_view content;  // of the body that was parsed
};

/// The parts in their order; nothing when `content_type` is another one, or the body is not framed as it says.
std::optional<std::vector<form_part>> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace sandbox
