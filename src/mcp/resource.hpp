#pragma once
// What resources are to the engine: things with a URI that a client may list, read and watch.

#include "mcp/caching.hpp"
#include "mcp/completion.hpp"
#include "platform/task.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcp {

class request_context;

/// A part of a list: Resource objects of MCP, and where the next part begins (a word of the source's own; empty: that
/// was the last).
struct resource_page {
    boost::json::array resources;
    std::string next;
};

/// What a URI leads to: TextResourceContents or BlobResourceContents, at least one.
struct resource_reading {
    boost::json::array contents;
    cache_hint cache;
};

boost::json::object text_contents(std::string_view uri, std::string_view type, std::string_view text);
/// `bytes` are what they are, not yet Base64.
boost::json::object blob_contents(std::string_view uri, std::string_view type, std::string_view bytes);

/// While it lives, changes are told.
using watch = std::shared_ptr<void>;
using on_change = std::function<void()>;

/// Resources of one kind. One thread: the engine's; it outlives every engine that offers it.
class resource_source {
public:
    virtual ~resource_source() = default;

    /// Whether a URI is this source's, by its form; what it names need not exist.
    virtual bool covers(std::string_view uri) const = 0;
    /// The part of the list that begins at `from`, a page's `next` or empty. Throws request_error for a `from` that it
    /// never gave.
    virtual platform::task<resource_page> list(std::string from, request_context& context) const = 0;
    /// Nothing where nothing of that URI exists, for this caller. Throws as `work::run` may.
    virtual platform::task<std::optional<resource_reading>> read(std::string uri, request_context& context) const = 0;

    /// How long a list may be kept.
    virtual cache_hint list_cache() const { return kept_for_an_hour; }
    /// ResourceTemplate objects: for what is made when it is asked for, or too much to list.
    virtual boost::json::array templates() const { return {}; }
    /// Suggestions for a variable of one of those templates.
    virtual platform::task<std::vector<std::string>> complete(std::string uri_template, completion_query query,
                                                              request_context& context) const;

    /// True where lists may change, or what is read, while the program runs, and watches tell of it.
    virtual bool list_changes() const { return false; }
    virtual bool contents_change() const { return false; }
    /// Tells, until the watch is dropped, when the list has changed for this principal.
    virtual watch watch_list(std::string_view, on_change) const { return nullptr; }
    /// The same for what `uri` leads to; null where that can't change. Throws request_error for a URI that this
    /// principal may not watch.
    virtual watch watch_one(std::string_view, std::string_view, on_change) const { return nullptr; }
};

}  // namespace mcp
