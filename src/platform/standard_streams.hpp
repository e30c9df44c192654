#pragma once
// Standard input and output for a server that must never block on them, and the end of the process.

namespace platform {

struct standard_stream {
    /// Always a new descriptor, close-on-exec; the caller closes it.
    int fd;
    /// False for regular files, /dev/null and the like: epoll refuses them, and plain reads and writes never wait.
    /// (Asio's stream_descriptor reads and writes these as well, at once; only waiting for readiness fails.)
    bool pollable;
};

/// A non-blocking descriptor for what `fd` refers to.
///
/// O_NONBLOCK belongs to the open file description, which standard streams share with the parent, its shell and other
/// children; setting it there makes *their* reads and writes fail. Pipes and terminals are therefore opened anew
/// through /proc. Sockets can't be, but are not shared in practice (Node gives each child a socketpair of its own):
/// they, and whatever can't be reopened (no /proc, not permitted), get the flag on the shared description. Throws
/// boost::system::system_error when `fd` is not open.
standard_stream open_nonblocking_twin(int fd);

/// Opens /dev/null for each of the descriptors 0, 1 and 2 that is closed, so that no file or socket takes its place and
/// receives what is meant for a stream. Call it first.
void ensure_standard_streams();

/// Flushes standard output and error and ends the process, without destructors and without waiting for threads: a name
/// look-up that hangs in getaddrinfo can't be interrupted.
[[noreturn]] void leave(int code);

}  // namespace platform
