#pragma once
// The recorded exchanges of tests/dashscope/data/recorded, taken apart.

#include <string>
#include <string_view>
#include <vector>

namespace recorded {

struct field {
    std::string name;  // in lower case
    std::string value;
};

struct exchange {
    std::string method, path, query;  // empty where the recording has no request line
    std::vector<field> request_fields;
    std::string request_body;
    int status = 0;  // 0: no answer was recorded
    std::vector<field> response_fields;
    std::string response_body;

    /// The answer is an event stream.
    bool streamed() const;
};

/// Of every exchange in the folder, in order. Messages of a WebSocket count as one.
std::vector<std::string> names();

/// Throws std::runtime_error when there is none of this name.
exchange load(std::string_view name);

/// The value of a field, empty without it.
std::string_view value_of(std::vector<field> const& fields, std::string_view name);

}  // namespace recorded
