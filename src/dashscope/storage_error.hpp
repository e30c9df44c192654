#pragma once
// Errors of the object storage (OSS), which answers in XML: values and words.

#include "dashscope/failure.hpp"

#include <string>
#include <string_view>

namespace dashscope {

struct storage_error {
    int http_status = 0;
    std::string code;     // "AccessDenied"; empty when the body is not OSS's
    std::string message;  // on one line, bounded
    std::string request_id;

    /// A new upload permission may help: this one expired or was used, or the storage was busy.
    bool is_passing() const;
};

/// Reads `<Error><Code>…</Code><Message>…</Message><RequestId>…</RequestId>…</Error>`; never fails.
storage_error read_storage_error(int http_status, std::string_view body);

/// `what` begins the sentence "… failed.": "Uploading cat.png". `advice` ends the text.
failure storage_failure(error_kind kind, std::string_view what, storage_error const& error, std::string_view advice);

/// The same for a refused upload, with what to do about it.
failure upload_failure(std::string_view what, storage_error const& error);

}  // namespace dashscope
