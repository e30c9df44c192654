#include "dashscope/body_sources.hpp"

#include "media_files.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <fcntl.h>

#include <iterator>

using namespace dashscope;
using namespace dashscope::test;

namespace {

std::string all_of(boost::asio::io_context& context, net::body_source& source, std::size_t piece) {
    std::string text;
    std::string buffer(piece, '\0');
    for (;;) {
        auto const got = run(context, source.read({buffer.data(), buffer.size()}));
        if (got == 0) return text;
        text += buffer.substr(0, got);
    }
}

platform::open_file open(std::filesystem::path const& path, std::uint64_t size) {
    return {::open(path.c_str(), O_RDONLY | O_CLOEXEC), size, path};
}

}  // namespace

TEST_CASE_FIXTURE(media_files, "sources give all they announce, again and again") {
    std::string const text(200'000, 'q');
    write("long.bin", text);
    std::shared_ptr<net::body_source> const sources[] = {
        memory_source(text),
        file_source(open(folder / "long.bin", text.size())),
        joined_source({memory_source(text.substr(0, 5)), memory_source(""), memory_source(text.substr(5))}),
    };
    for (auto const& source : sources) {
        CHECK(source->size() == text.size());
        for (std::size_t const piece : {65'536u, 7'001u}) {
            source->rewind();
            CHECK(all_of(context, *source, piece) == text);
            CHECK(all_of(context, *source, piece).empty());
        }
    }
    CHECK(joined_source({})->size() == 0);
}

TEST_CASE_FIXTURE(media_files, "a file that changes while it is read") {
    auto const source = file_source(open(folder / "note.txt", 10));
    SUBCASE("becomes shorter") {
        std::filesystem::resize_file(folder / "note.txt", 3);
    }
    SUBCASE("becomes longer") {
        std::filesystem::resize_file(folder / "note.txt", 30);
    }
    SUBCASE("is written again") {
        write("note.txt", "Good nite.");
        std::filesystem::last_write_time(folder / "note.txt", {});
    }
    try {
        all_of(context, *source, 100);
        FAIL("it was read");
    } catch (media_error const& error) {
        CHECK(contains(error.what(), "note.txt changed while it was being sent"));
    }
}

TEST_CASE_FIXTURE(media_files, "a file that can't be read") {
    auto const source = file_source({::open(folder.c_str(), O_RDONLY | O_CLOEXEC), 10, folder});
    CHECK_THROWS_AS(all_of(context, *source, 100), media_error);
}

namespace {

std::ptrdiff_t threads() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
}

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (i * 7 + i / 1000) % 26);
    return text;
}

}  // namespace

TEST_CASE_FIXTURE(
    media_files, "files of several blocks arrive whole, whatever the pieces, also after a beginning that was dropped") {
    // Around the block's size, and many of it.
    for (std::size_t const size : {1u, 262'143u, 262'144u, 262'145u, 1'500'000u}) {
        CAPTURE(size);
        auto const text = pattern(size);
        write("long.bin", text);
        auto const source = file_source(open(folder / "long.bin", size));
        for (std::size_t const piece : {65'536u, 1'000'000u}) {
            std::string beginning(std::min(size, std::size_t{300'000}), '\0');
            run(context, source->read({beginning.data(), beginning.size()}));
            source->rewind();
            bool const whole = all_of(context, *source, piece) == text;
            CHECK(whole);
            source->rewind();
        }
    }
}

TEST_CASE_FIXTURE(media_files, "a file is read on a thread of its own, which goes with its source") {
    auto const before = threads();
    write("long.bin", pattern(1'000'000));
    auto source = file_source(open(folder / "long.bin", 1'000'000));
    CHECK(threads() == before);
    std::string piece(10, '\0');
    CHECK(run(context, source->read({piece.data(), piece.size()})) == 10);
    CHECK(threads() == before + 1);
    source.reset();
    CHECK(threads() == before);
}

TEST_CASE_FIXTURE(media_files, "a reader that is cancelled can begin again") {
    auto const text = pattern(600'000);
    write("long.bin", text);
    auto const source = file_source(open(folder / "long.bin", text.size()));
    std::string piece(1000, '\0');
    for (int i = 0; i < 20; ++i) {
        boost::asio::cancellation_signal stop;
        bool ended = false;
        auto reading = source->read({piece.data(), piece.size()});
        boost::asio::co_spawn(
            context, std::move(reading),
            boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, std::size_t) { ended = true; }));
        context.restart();
        context.poll_one();
        stop.emit(boost::asio::cancellation_type::terminal);
        while (!ended) context.run_one();
        source->rewind();
    }
    bool const whole = all_of(context, *source, 65'536) == text;
    CHECK(whole);
}
