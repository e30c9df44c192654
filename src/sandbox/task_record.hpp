#pragma once
// A task as it is kept, and what it looks like at a given time.

#include "sandbox/archive.hpp"
#include "sandbox/moment.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct task_record {
    std::string id;
    std::string account;
    std::string model;
    std::string api;
    std::string request_id;
    std::string status = "SUCCEEDED";  // the one at its end
    std::string code;                  // of a failure
    std::string message;
    milliseconds_since_1970 submitted = 0;
    milliseconds_since_1970 scheduled = 0;
    milliseconds_since_1970 ended = 0;
    boost::json::object output;
    boost::json::object usage;
    std::int64_t parts = 0;
    std::int64_t failed = 0;

    /// PENDING, RUNNING, its last status, or UNKNOWN 24 hours after its end.
    std::string_view status_at(milliseconds_since_1970 now) const;
};

boost::json::object to_json(task_record const& from);
task_record task_from(boost::json::object const& from);

void keep_task(archive& into, task_record const& task);
std::optional<task_record> find_task(archive const& from, std::string_view id);
/// Every task of the account that isn't UNKNOWN, the newest first.
std::vector<task_record> tasks_of(archive const& from, std::string_view account, milliseconds_since_1970 now);

}  // namespace sandbox
