#pragma once
// Files of an application's session: a lease, an upload, then a way through parsing, checking and indexing by the
// clock. A failure on that way is asked for by the file's name: `parse-failed`, `safe-check-failed`, …

#include "sandbox/service.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

plan lease_upload(exchange const& context);   // POST /*/datacenter/category/*
plan put_leased(exchange const& context);     // PUT /bailian-upload/*: where a lease points to
plan add_file(exchange const& context);       // PUT /*/datacenter/file
plan describe_file(exchange const& context);  // GET /*/datacenter/file/*
plan delete_file(exchange const& context);    // DELETE /*/datacenter/file/*

struct session_file {
    std::string id;
    std::string name;
    std::uint64_t size = 0;
    std::string status;   // now
    std::string session;  // the one that it is used in; empty: none yet
    std::string text;     // the beginning of a text file
};

std::optional<session_file> find_session_file(std::string_view id, exchange const& context);
/// From now on it belongs to that session alone.
void bind_session_file(std::string_view id, std::string_view session, exchange const& context);

}  // namespace sandbox
