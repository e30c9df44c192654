#include "dashscope/body_sources.hpp"

#include "dashscope/media_input.hpp"
#include "platform/worker.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace dashscope {

namespace {

// One block of a file, read on the worker's thread.
constexpr std::size_t block_size = 256 * 1024;

/// What a worker reads from; it outlives the body when that goes while a block is being read.
struct source_file {
    platform::open_file file;
    timespec changed{};

    std::string read(std::uint64_t at, std::string into) const {
        into.resize(static_cast<std::size_t>(std::min<std::uint64_t>(block_size, file.size() - at)));
        std::size_t filled = 0;
        while (filled < into.size()) {
            auto const got =
                ::pread(file.fd(), into.data() + filled, into.size() - filled, static_cast<off_t>(at + filled));
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) throw media_error(file.path().string() + " can't be read: " + std::strerror(errno) + ".");
            if (got == 0) throw_changed();
            filled += static_cast<std::size_t>(got);
        }
        if (at + into.size() == file.size() && has_changed()) throw_changed();
        return into;
    }

private:
    bool has_changed() const {
        struct stat status{};
        return ::fstat(file.fd(), &status) != 0 || static_cast<std::uint64_t>(status.st_size) != file.size() ||
               status.st_mtim.tv_sec != changed.tv_sec || status.st_mtim.tv_nsec != changed.tv_nsec;
    }

    [[noreturn]] void throw_changed() const {
        throw media_error(file.path().string() + " changed while it was being sent: try again.");
    }
};

// While a block is sent, the next one is read.
class file_body final : public net::body_source {
public:
    explicit file_body(platform::open_file file) : from_(std::make_shared<source_file>()) {
        from_->file = std::move(file);
        ::posix_fadvise(from_->file.fd(), 0, 0, POSIX_FADV_SEQUENTIAL);
        struct stat status{};
        if (::fstat(from_->file.fd(), &status) == 0) from_->changed = status.st_mtim;
    }

    std::uint64_t size() const override { return from_->file.size(); }

    void rewind() override {
        given_ = used_ = 0;
        block_.clear();
        next_.reset();
    }

    platform::task<std::size_t> read(std::span<char> into) override {
        if (given_ == size()) co_return 0;
        if (used_ == block_.size()) co_await take_block();
        auto const count = block_.copy(into.data(), into.size(), used_);
        used_ += count;
        given_ += count;
        co_return count;
    }

private:
    platform::task<void> take_block() {
        auto const executor = co_await boost::asio::this_coro::executor;
        if (!next_) next_ = start(executor, given_, {});
        auto coming = *std::exchange(next_, std::nullopt);
        auto block = co_await std::move(coming).get();
        auto const end = given_ + block.size();
        used_ = 0;
        block_.swap(block);
        if (end < size()) next_ = start(executor, end, std::move(block));
    }

    // `buffer` is one that was used before.
    platform::started<std::string> start(platform::executor executor, std::uint64_t at, std::string buffer) {
        std::function<std::string()> work = [from = from_, at, buffer = std::move(buffer)]() mutable {
            return from->read(at, std::move(buffer));
        };
        return reader_.start(executor, std::move(work));
    }

    std::shared_ptr<source_file> from_;
    std::uint64_t given_ = 0;
    std::string block_;
    std::size_t used_ = 0;  // of the block
    std::optional<platform::started<std::string>> next_;
    // A thread of its own: a slow disk holds up what is read from it, and nothing else.
    platform::worker reader_;
};

class memory_body final : public net::body_source {
public:
    explicit memory_body(std::string bytes) : bytes_(std::move(bytes)) {}

    std::uint64_t size() const override { return bytes_.size(); }
    void rewind() override { position_ = 0; }

    platform::task<std::size_t> read(std::span<char> into) override {
        auto const count = bytes_.copy(into.data(), into.size(), position_);
        position_ += count;
        co_return count;
    }

private:
    std::string bytes_;
    std::size_t position_ = 0;
};

class joined_body final : public net::body_source {
public:
    explicit joined_body(std::vector<std::shared_ptr<net::body_source>> parts) : parts_(std::move(parts)) {}

    std::uint64_t size() const override {
        std::uint64_t sum = 0;
        for (auto const& part : parts_) sum += part->size();
        return sum;
    }

    void rewind() override {
        for (auto const& part : parts_) part->rewind();
        next_ = 0;
    }

    platform::task<std::size_t> read(std::span<char> into) override {
        while (next_ < parts_.size()) {
            auto const got = co_await parts_[next_]->read(into);
            if (got > 0) co_return got;
            ++next_;
        }
        co_return 0;
    }

private:
    std::vector<std::shared_ptr<net::body_source>> parts_;
    std::size_t next_ = 0;
};

}  // namespace

std::shared_ptr<net::body_source> file_source(platform::open_file file) {
    return std::make_shared<file_body>(std::move(file));
}

std::shared_ptr<net::body_source> memory_source(std::string bytes) {
    return std::make_shared<memory_body>(std::move(bytes));
}

std::shared_ptr<net::body_source> joined_source(std::vector<std::shared_ptr<net::body_source>> parts) {
    return std::make_shared<joined_body>(std::move(parts));
}

}  // namespace dashscope
