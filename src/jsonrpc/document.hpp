#pragma once
// One JSON text and the JSON-RPC messages in it.
//
// A text is JSON by RFC 8259 in UTF-8, nothing more: no comments, no byte order mark, depth and size bounded. Beyond
// that, an object must not name a key twice: two readers of such a message could see two different requests.

#include "jsonrpc/error.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jsonrpc {

class document;

enum class message_kind { request, notification, response, invalid };

/// One message. Views and pointers lead into the document that it came from.
struct message {
    message_kind kind = message_kind::invalid;
    std::string id;                               // JSON text as it came, to be echoed; empty where there is none
    std::string_view method;                      // requests and notifications
    boost::json::object const* params = nullptr;  // null when absent
    boost::json::object const* body = nullptr;    // the whole message; null when it is not an object
    error problem;                                // of an invalid message

    /// The JSON text of the string or integer at a path below the message: {"params", "requestId"}. Ids, cancelled ids
    /// and progress tokens come as they were written, however large. Empty where there is nothing, or something else.
    std::string name_at(std::initializer_list<std::string_view> path) const;

    document const* from = nullptr;
    std::size_t index = 0;  // in the document
};

struct limits {
    std::size_t depth = 100;
    std::size_t batch = 1000;  // messages in one array
};

/// Holds what `parser::parse` reads. Not movable: its values live in its own arena. One owner, one thread.
class document {
public:
    document();
    document(document const&) = delete;
    document& operator=(document const&) = delete;

    boost::json::value const& root() const { return root_; }
    bool is_batch() const { return root_.is_array(); }
    /// Messages in the text: 1 unless it is an array.
    std::size_t size() const;
    /// The message at `index`, validated. Never throws for what a peer sent: a broken message has kind `invalid`.
    message at(std::size_t index) const;

private:
    friend class parser;
    friend struct message;

    // Names that are integers beyond 64 bits, as they were written: an id is echoed, and found again, exactly.
    struct large_integer {
        std::size_t element;            // of a batch
        std::vector<std::string> path;  // keys from the message inwards
        std::string text;
    };

    void reset();
    std::string name_text(boost::json::value const& name, std::size_t element,
                          std::initializer_list<std::string_view> path) const;

    std::array<unsigned char, 4096> arena_bytes_;
    boost::json::monotonic_resource arena_;
    boost::json::value root_;
    std::vector<large_integer> large_integers_;
    std::string duplicate_key_;
    bool has_duplicate_ = false;
    limits limits_;
};

/// Reads texts into documents, with buffers that are kept from one text to the next. One owner, one thread.
class parser {
public:
    explicit parser(limits bounds = {});
    ~parser();
    parser(parser const&) = delete;

    /// Nothing on success; else the error to answer with: -32700 for what is not JSON.
    std::optional<error> parse(std::string_view text, document& into);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace jsonrpc
