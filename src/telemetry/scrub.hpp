#pragma once
// Takes credentials out of text that people or models will read.

#include <string>
#include <string_view>
#include <vector>

namespace telemetry {

/// One owner; concurrent `scrub` calls are safe, `add` beside anything is not.
class scrubber {
public:
    /// A value to be replaced wherever it appears. Shorter ones than six characters are not taken: replacing them would
    /// spoil the text and betray them. At most 64 are kept, the oldest is dropped.
    void add(std::string secret);

    /// The text with `***` in place of registered secrets and of what looks like one: `sk-` and eight or more
    /// characters, four or more that follow `Bearer `, access key ids (`LTAI…`), signatures and security tokens of
    /// signed URLs.
    std::string scrub(std::string_view text) const;

private:
    std::vector<std::string> secrets_;  // longest first: one may contain another
    std::vector<std::string> order_;    // oldest first
};

}  // namespace telemetry
