#pragma once
// Long-term memory: what is kept of a user, and how new messages change it. The rules stand in for a model's judgement
// and are in docs/sandbox.md.

#include "sandbox/archive.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// Whose memory: nothing is shared between two of these.
struct memory_scope {
    std::string account;
    std::string user;
    std::string library;  // empty: the default one
};

struct memory_node {
    std::string id;
    memory_scope scope;
    std::string project;
    std::string content;
    std::int64_t created = 0;  // unix seconds
    std::int64_t updated = 0;
    bool deleted = false;
    boost::json::object meta_data;
    std::size_t serial = 0;  // its place among all nodes
};

struct memory_event {
    memory_node node;
    std::string event;  // ADD, UPDATE, DELETE
    std::string old_content;
};

void keep_memory(archive& into, memory_node const& node);
/// Deleted ones too.
std::optional<memory_node> find_memory(archive const& from, std::string_view account, std::string_view id);
/// The living ones, oldest first.
std::vector<memory_node> memories_of(archive const& from, memory_scope const& scope);

/// A node with the next free id.
memory_node new_memory(archive const& from, memory_scope scope, std::string content, std::int64_t now);

/// Takes in one message of a user: a statement is added, a correction ("actually", "now", "不再") replaces what it
/// corrects, "forget …" deletes, a question and what is known already change nothing.
std::optional<memory_event> learn(archive& into, memory_scope const& scope, std::string_view statement,
                                  std::int64_t now);

struct recalled {
    memory_node node;
    double score;
};

/// The best `most` of at least `least` (0 to 1), best first.
std::vector<recalled> recall(archive const& from, memory_scope const& scope, std::string_view query, std::size_t most,
                             double least);

}  // namespace sandbox
