#pragma once
// The client's half of HTTP/1.1 framing, without a socket: bytes in, a status, fields and a decoded body out. It keeps
// Beast's parser out of other translation units. Private to `net`.

#include "net/message.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace net {

inline constexpr std::uint32_t response_head_limit = 64 * 1024;

/// Reads one response; interim ones (1xx) before it are skipped. One owner, one thread.
class response_parser {
public:
    /// `without_body`: the answer to HEAD or CONNECT, whose fields may tell of a body that doesn't follow.
    explicit response_parser(bool without_body);
    ~response_parser();
    response_parser(response_parser const&) = delete;

    /// Uses up a beginning of `bytes` and returns its length. What is left must be offered again, with more behind it,
    /// or after `done` is not part of this response. Fails on what is not HTTP/1.
    boost::system::result<std::size_t> put(std::string_view bytes);
    /// The peer closed: fails unless the response is complete, by its length or since only the end delimits it.
    boost::system::error_code put_end();

    bool head_done() const;
    bool done() const;
    /// After `done`: true when another response may follow on the same connection.
    bool keep_alive() const;

    int status() const;
    headers const& fields() const;
    std::optional<std::uint64_t> content_length() const;
    /// The decoded body so far; the caller may take it away piece by piece.
    std::string& body();

private:
    class parser;
    std::unique_ptr<parser> parser_;
    bool without_body_;
    int interim_ = 0;
    bool in_last_chunk_ = false;  // it was perhaps offered, and its end was missing
};

}  // namespace net
