#pragma once
// The files that links lead to: those in the folders where results are kept, and no others.

#include "platform/allowed_files.hpp"
#include "transport/media_route.hpp"

#include <filesystem>
#include <vector>

namespace tools {
class links;
}

namespace cli {

/// Immutable after construction. `links` must outlive it.
class media_shelf {
public:
    media_shelf(tools::links const& links, std::vector<std::filesystem::path> folders)
        : links_(links), folders_(folders), files_(std::move(folders)) {}

    /// What a token names. A refusal tells expired links (410) from those that never were (404).
    boost::system::result<transport::shared_file, transport::link_refusal> find(std::string_view token) const;

private:
    tools::links const& links_;
    std::vector<std::filesystem::path> folders_;
    platform::allowed_files files_;
};

/// The media type of a kept file and whether a browser may show it: by its bytes, of texts by the name.
struct kept_type {
    std::string type;
    bool shown;
};
kept_type type_of(platform::open_file const& file);

}  // namespace cli
