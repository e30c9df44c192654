#pragma once
// What `doctor` found, and how it is shown.

#include "dashscope/settings.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

enum class outlook {
    good,
    info,     // neither good nor bad: something optional that is not set
    warning,  // works, but not as it should
    failed,
};

struct finding {
    outlook state;
    std::string check;     // what was looked at: "api_key"
    std::string text;      // one sentence
    std::string fix = {};  // what to do; of warnings and failures never empty
};

struct diagnosis {
    std::vector<dashscope::settings_line> settings;
    std::vector<finding> findings;

    void add(outlook state, std::string check, std::string text, std::string fix = {}) {
        findings.push_back({state, std::move(check), std::move(text), std::move(fix)});
    }
    bool healthy() const;
};

/// Lines for a person, each with its fix below it.
std::string as_text(diagnosis const& from, bool colored);

/// {"version", "healthy", "settings": [{"name", "value", "from"}], "findings": [{"state", "check", "text", "fix"?}]}
std::string as_json(diagnosis const& from);

}  // namespace cli
