#pragma once
// DashScope's temporary storage (catalogue §13): a file becomes an `oss://` reference, good for 48 hours for one key
// and one model.

#include "dashscope/exchange.hpp"
#include "net/body_source.hpp"
#include "platform/task.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dashscope {

class client;

/// From the upload on.
inline constexpr std::chrono::hours upload_lifetime{48};

/// The permission to upload one file.
struct upload_policy {
    std::string policy, signature, access_key_id, acl, forbid_overwrite;
    std::string folder;           // what the key must begin with
    net::url host;                // where the form goes
    std::uint64_t max_bytes = 0;  // 0: not told
};

/// Reads getPolicy's answer. Throws failure when something is missing, and when the file would go unencrypted over a
/// network: the host must be https, unless it is the configured base itself or both are on loopback.
upload_policy read_upload_policy(json::value const& answer, net::origin const& base);

/// The last part of a key: letters, digits, `.`, `-` and `_` of the file's name, with `extension` behind it unless it
/// ends in one that is known.
std::string upload_name(std::string_view file_name, std::string_view extension);

/// The form before the file's bytes, and behind them.
std::string form_head(upload_policy const& with, std::string_view name, std::string_view type,
                      std::string_view boundary);
std::string form_tail(std::string_view boundary);

/// Where the permission for an upload is asked for.
std::string upload_policy_path(std::string_view model);

struct upload_content {
    std::string name;  // upload_name's
    std::string type;  // media type; empty: not known
    std::shared_ptr<net::body_source> bytes;
    bool repeatable = true;  // false: `bytes` can be read once, so a failure is final
};

/// Gives the `oss://` reference. Tried three times in all where trouble passes, each with a permission of its own.
/// Throws failure, and what reading `bytes` throws.
platform::task<std::string> upload(client& api, net::client& http, credential who, std::string model,
                                   upload_content what);

}  // namespace dashscope
