#pragma once
// The resources of a server.

#include "mcp/resource.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// Where a page of the whole list begins.
struct list_place {
    std::size_t source = 0;
    std::string from;  // that source's word; empty: its beginning
};

/// A cursor is opaque to clients. `read_cursor` gives nothing for a text that `cursor_of` never made; the empty one is
/// the beginning.
std::string cursor_of(list_place const& place);
std::optional<list_place> read_cursor(std::string_view cursor);

/// Filled, then read only. A copy shares the sources. One thread.
class resource_registry {
public:
    void add(std::shared_ptr<resource_source const> source) { sources_.push_back(std::move(source)); }

    bool empty() const { return sources_.empty(); }
    bool operator==(resource_registry const&) const = default;  // the same sources
    std::vector<std::shared_ptr<resource_source const>> const& all() const { return sources_; }
    /// The source that covers a URI; null where none does.
    std::shared_ptr<resource_source const> find(std::string_view uri) const;
    /// The source that publishes a template.
    std::shared_ptr<resource_source const> find_template(std::string_view text) const;
    boost::json::array templates() const;

    cache_hint list_cache() const;
    bool list_changes() const;
    bool contents_change() const;

    /// One page of the whole list: its `next` is a cursor. Throws request_error for a cursor that is none.
    platform::task<resource_page> list(std::string cursor, request_context& context) const;

private:
    std::vector<std::shared_ptr<resource_source const>> sources_;
};

}  // namespace mcp
