#include "dashscope/body_sources.hpp"

#include "dashscope/media_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace dashscope {

namespace {

class file_body final : public net::body_source {
public:
    explicit file_body(platform::open_file file) : file_(std::move(file)) {
        ::posix_fadvise(file_.fd(), 0, 0, POSIX_FADV_SEQUENTIAL);
        struct stat status{};
        if (::fstat(file_.fd(), &status) == 0) changed_ = status.st_mtim;
    }

    std::uint64_t size() const override { return file_.size(); }
    void rewind() override { position_ = 0; }

    platform::task<std::size_t> read(std::span<char> into) override {
        auto const wanted = std::min<std::uint64_t>(into.size(), file_.size() - position_);
        if (wanted == 0) co_return 0;
        auto const got = read_at(into.data(), static_cast<std::size_t>(wanted));
        position_ += got;
        if (got == 0 || (position_ == file_.size() && has_changed()))
            throw media_error(file_.path().string() + " changed while it was being sent: try again.");
        co_return got;
    }

private:
    std::size_t read_at(char* into, std::size_t count) const {
        for (;;) {
            auto const got = ::pread(file_.fd(), into, count, static_cast<off_t>(position_));
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR)
                throw media_error(file_.path().string() + " can't be read: " + std::strerror(errno) + ".");
        }
    }

    bool has_changed() const {
        struct stat status{};
        return ::fstat(file_.fd(), &status) != 0 || static_cast<std::uint64_t>(status.st_size) != file_.size() ||
               status.st_mtim.tv_sec != changed_.tv_sec || status.st_mtim.tv_nsec != changed_.tv_nsec;
    }

    platform::open_file file_;
    timespec changed_{};
    std::uint64_t position_ = 0;
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
