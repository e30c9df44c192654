#include "cli/finding.hpp"

#include "cli/options.hpp"
#include "install/json_document.hpp"

#include <algorithm>

namespace cli {

namespace {

namespace json = boost::json;

struct look {
    std::string_view name;
    std::string_view mark;
    std::string_view color;
};

look look_of(outlook state) {
    switch (state) {
        case outlook::good:
            return {"ok", "✓", "\x1b[32m"};
        case outlook::info:
            return {"info", "·", "\x1b[2m"};
        case outlook::warning:
            return {"warning", "!", "\x1b[33m"};
        case outlook::failed:
            break;
    }
    return {"failed", "✗", "\x1b[31m"};
}

std::string padded(std::string_view text, std::size_t width) {
    return std::string(text) + std::string(width - std::min(width, text.size()), ' ');
}

}  // namespace

bool diagnosis::healthy() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](auto const& each) { return each.state == outlook::failed; });
}

std::string as_text(diagnosis const& from, bool colored) {
    std::string out = "dashscope-mcp " + std::string(version()) + "\n";
    for (auto const& line : from.settings)
        if (line.from > dashscope::origin_kind::fallback)
            out += "  " + padded(line.name, 20) + " " + line.value + "  (" + std::string(name_of(line.from)) + ")\n";
    out += "\nChecks:\n";
    for (auto const& each : from.findings) {
        auto const shown = look_of(each.state);
        out += (colored ? std::string(shown.color) : "") + std::string(shown.mark) + (colored ? "\x1b[0m " : " ") +
               padded(each.check, 18) + " " + each.text + "\n";
        if (!each.fix.empty()) out += "  " + std::string(18, ' ') + " Fix: " + each.fix + "\n";
    }
    return out +
           (from.healthy() ? "\nNothing stands in the way.\n" : "\nSomething has to be mended: see the fixes above.\n");
}

std::string as_json(diagnosis const& from) {
    json::array settings;
    for (auto const& line : from.settings)
        settings.push_back({{"name", line.name}, {"value", line.value}, {"from", name_of(line.from)}});
    json::array findings;
    for (auto const& each : from.findings) {
        json::object shown{{"state", look_of(each.state).name}, {"check", each.check}, {"text", each.text}};
        if (!each.fix.empty()) shown["fix"] = each.fix;
        findings.push_back(std::move(shown));
    }
    return install::pretty(json::object{{"version", version()},
                                        {"healthy", from.healthy()},
                                        {"settings", std::move(settings)},
                                        {"findings", std::move(findings)}}) +
           "\n";
}

}  // namespace cli
