#pragma once
// What has become of one thing that a call made, and the words for it.

#include "media/probe.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

struct output_item {
    std::string url;             // of DashScope's, may be empty
    std::filesystem::path path;  // empty: not saved
    std::string link;            // to the saved file, for callers who can't see the path; may be empty
    std::chrono::system_clock::time_point link_end{};
    bool path_is_told = true;    // false: the path is this machine's business
    media::facts facts;          // unknown kind: not looked at
    std::uint64_t size = 0;
    std::string note;
    std::string trouble;  // why it is not saved, a sentence
    std::string bytes;    // for `inline`
};

/// "1.2 MB"
std::string size_text(std::uint64_t bytes);
/// When a signed URL of OSS's stops working (`Expires=`); nothing when it does not say.
std::optional<std::chrono::system_clock::time_point> expiry_of(std::string_view url);
/// "2026-11-22 14:03 UTC"
std::string time_text(std::chrono::system_clock::time_point when);
/// One or more lines: path, facts, URL with its expiry, trouble. `number` 0: the only one.
std::string words_for(output_item const& item, int number);
/// A resource_link block (2025-06-18 and later): an extra, some hosts drop it.
boost::json::object resource_link(output_item const& item);

}  // namespace tools
