#pragma once
// The wire form of an answer: heads formatted by hand (Beast's serializer costs a fifth of a request), bodies sent with
// their head in one gathered write, or in chunks. Private to `net`.

#include "net/server.hpp"

namespace net {

class server_answer : public responder {
public:
    platform::task<void> send(int status, std::string_view content_type, std::string_view body,
                              headers const& more) override;
    platform::task<void> start(int status, std::string_view content_type, headers const& more) override;
    platform::task<void> start_sized(int status, std::string_view content_type, std::uint64_t size,
                                     headers const& more) override;
    platform::task<void> write(std::string_view bytes) override;
    platform::task<void> finish() override;

    bool begun() const { return begun_; }
    bool complete() const { return complete_; }
    /// True when another answer may follow this one.
    bool keeps_alive() const { return shape_.keep_alive; }

protected:
    struct shape {
        bool keep_alive = true;
        bool head_only = false;  // the answer to HEAD
        bool chunked = true;     // HTTP/1.0 knows no chunks: there the end of the connection ends a streamed answer
    };

    explicit server_answer(shape of) : shape_(of) {}

    /// Writes both parts; false when the peer is gone.
    virtual platform::task<bool> put(std::string_view head, std::string_view body) = 0;
    virtual std::string& head_buffer() = 0;
    virtual bool broken() const = 0;
    /// True when this answer is to be the connection's last.
    virtual bool closing() const { return false; }

private:
    std::string& begin_head(int status, std::string_view content_type, headers const& more);

    shape shape_;
    bool begun_ = false;
    bool complete_ = false;
    std::optional<std::uint64_t> left_;  // of an answer whose size was told
};

}  // namespace net
