#include "dashscope/body_sources.hpp"

#include "media_files.hpp"

#include <fcntl.h>

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
