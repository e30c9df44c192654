#include "transport/stdio.hpp"

#include "jsonrpc/write.hpp"
#include "platform/standard_streams.hpp"
#include "transport/line_framer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <cerrno>
#include <optional>
#include <vector>

#include <poll.h>
#include <unistd.h>

namespace asio = boost::asio;

namespace transport {

namespace {

using descriptor = asio::posix::basic_stream_descriptor<platform::executor>;

constexpr std::size_t read_size = 256 * 1024;

// A standard stream that never blocks the thread: awaited where epoll takes it, used plainly where it can't wait
// anyway.
class channel {
public:
    channel(platform::executor executor, int fd) : executor_(executor) {
        auto const twin = platform::open_nonblocking_twin(fd);
        fd_ = twin.fd;
        if (twin.pollable) waiter_.emplace(executor, twin.fd);
    }
    ~channel() {
        if (!waiter_) ::close(fd_);
    }
    channel(channel const&) = delete;

    int fd() const { return fd_; }

    /// Returns when the stream may be ready; lets other work run in any case. False when cancelled.
    platform::task<bool> wait(descriptor::wait_type what) {
        if (cancelled_) co_return false;
        if (!waiter_) {
            co_await asio::post(executor_, platform::use_task);
            co_return !cancelled_;
        }
        auto const [failed] = co_await waiter_->async_wait(what, platform::use_result);
        co_return !failed && !cancelled_;
    }

    /// The other end is closed, whatever may still wait to be read.
    bool hung_up() const {
        pollfd state{fd_, POLLRDHUP, 0};
        return waiter_ && ::poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLRDHUP | POLLERR)) != 0;
    }

    void cancel() {
        cancelled_ = true;
        boost::system::error_code ignored;
        if (waiter_) waiter_->cancel(ignored);
    }

private:
    platform::executor executor_;
    int fd_ = -1;
    std::optional<descriptor> waiter_;
    bool cancelled_ = false;
};

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

struct stdio_server::impl : std::enable_shared_from_this<impl> {
    impl(platform::executor on, jsonrpc::service& served, stdio_options given)
        : executor(on),
          service(served),
          options(given),
          input(on, given.input),
          output(on, given.output),
          framer(given.line_limit),
          drained(on) {}

    // Where the replies of every arrival go: there is one peer.
    class line_outlet final : public jsonrpc::outlet {
    public:
        explicit line_outlet(impl& owner) : owner_(owner) {}
        void notify(std::string text) override { owner_.put(text); }
        void finish(jsonrpc::reply answer) override {
            if (!answer.body.empty()) owner_.put(answer.body);
        }

    private:
        impl& owner_;
    };

    void put(std::string_view text) {
        if (broken) return;
        pending += text;
        pending += '\n';
        if (!corked) flush();
    }

    // Writes what goes at once; the rest follows when the reader has room.
    void flush() {
        if (writing || broken) return;
        write_now();
        if (sent == pending.size() || broken) return;
        writing = true;
        asio::co_spawn(executor, write_rest(), asio::detached);
    }

    void write_now() {
        while (sent < pending.size()) {
            auto const count = ::write(output.fd(), pending.data() + sent, pending.size() - sent);
            if (count > 0) {
                sent += static_cast<std::size_t>(count);
                continue;
            }
            if (count < 0 && errno == EINTR) continue;
            if (!would_block()) lose_reader();
            drop_written();
            return;
        }
        pending.clear();
        sent = 0;
    }

    // A reader that always lags a little would otherwise let `pending` hold all that was ever said.
    void drop_written() {
        constexpr std::size_t worth_moving = 1024 * 1024;
        if (sent < worth_moving || sent < pending.size() / 2) return;
        pending.erase(0, sent);
        sent = 0;
    }

    std::size_t backlog() const { return pending.size() - sent; }

    // The peer closed our output: nothing that is said can be heard any more.
    void lose_reader() {
        broken = true;
        pending.clear();
        sent = 0;
        input.cancel();
    }

    platform::task<void> write_rest() {
        auto const self = shared_from_this();
        while (sent < pending.size() && !broken) {
            bool const ready = co_await output.wait(descriptor::wait_write);
            if (!ready) break;
            write_now();
            if (backlog() <= options.output_limit / 2) drained.cancel();
        }
        writing = false;
        drained.cancel();
    }

    // Holds the reading while replies pile up. The end of input must be seen all the same: nobody reads it meanwhile.
    platform::task<void> wait_for_room() {
        while (backlog() > options.output_limit && !stopped && !broken) {
            drained.expires_after(std::chrono::milliseconds(200));
            co_await drained.async_wait(platform::use_result);
            if (input.hung_up()) stopped = true;
        }
    }

    // What was cancelled still says so, and replies get their time to leave. A call that is submitting a paid job holds
    // on until it knows the job's id (design.md, Cancellation).
    platform::task<void> say_farewell() {
        auto const until = platform::clock::now() + options.farewell;
        while (((writing && !broken) || service.running() > 0) && platform::clock::now() < until) {
            drained.expires_after(std::chrono::milliseconds(5));
            co_await drained.async_wait(platform::use_result);
        }
    }

    void take(std::string_view bytes) {
        corked = true;
        framer.feed(bytes);
        while (auto const line = framer.next()) {
            if (line->too_long)
                refuse_long_line();
            else if (line->text.find_first_not_of(" \t") != std::string_view::npos)
                service.receive({line->text, nullptr, {}, outlet}, outlet);
        }
        corked = false;
        flush();
    }

    void refuse_long_line() {
        put(jsonrpc::failure({}, {jsonrpc::errc::invalid_request,
                                  "Invalid request: a line of more than " + std::to_string(options.line_limit) +
                                      " bytes; pass large media as a path or a URL",
                                  nullptr}));
    }

    platform::task<void> read_all() {
        std::vector<char> buffer(read_size);
        while (!stopped && !broken) {
            co_await wait_for_room();
            if (stopped || broken) co_return;
            auto const count = ::read(input.fd(), buffer.data(), buffer.size());
            if (count == 0) co_return;
            if (count > 0)
                take({buffer.data(), static_cast<std::size_t>(count)});
            else if (!would_block() && errno != EINTR)
                co_return;
            if (count == static_cast<ssize_t>(buffer.size())) continue;
            bool const go_on = co_await input.wait(descriptor::wait_read);
            if (!go_on) co_return;
        }
    }

    platform::executor executor;
    jsonrpc::service& service;
    stdio_options options;
    channel input;
    channel output;
    line_framer framer;
    std::shared_ptr<line_outlet> outlet = std::make_shared<line_outlet>(*this);
    std::string pending;  // replies on their way out; the first `sent` bytes have gone
    std::size_t sent = 0;
    platform::timer drained;
    bool corked = false;
    bool writing = false;
    bool broken = false;
    bool stopped = false;
};

stdio_server::stdio_server(platform::executor executor, jsonrpc::service& service, stdio_options options)
    : impl_(std::make_shared<impl>(executor, service, options)) {}

stdio_server::~stdio_server() = default;

platform::task<void> stdio_server::run() {
    auto const self = impl_;
    co_await self->read_all();
    self->service.cancel_all();
    co_await self->say_farewell();
    self->output.cancel();
}

void stdio_server::stop() {
    impl_->stopped = true;
    impl_->input.cancel();
    impl_->drained.cancel();
}

}  // namespace transport
