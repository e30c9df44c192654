// The SSE reader. The first line of the input says where the rest is cut: any cut gives the same events.

#include "net/sse.hpp"

#include "support.hpp"

#include <vector>

namespace {

constexpr std::size_t limit = 1024;  // small, so that inputs reach it

struct outcome {
    std::vector<net::sse_event> events;
    bool overflowed = false;

    bool operator==(outcome const&) const = default;
};

void take_all(net::sse_reader& from, outcome& into) {
    while (auto event = from.next()) into.events.push_back(std::move(*event));
}

outcome read_whole(std::string_view text) {
    outcome all;
    net::sse_reader reader(limit);
    reader.feed(text);
    reader.finish();
    take_all(reader, all);
    all.overflowed = reader.overflowed();
    return all;
}

// Each byte of `cuts` is the length of a piece, over and over.
outcome read_in_pieces(std::string_view text, std::string_view cuts) {
    outcome all;
    net::sse_reader reader(limit);
    for (std::size_t i = 0; !text.empty(); ++i) {
        auto const length = cuts.empty() ? 1 : static_cast<unsigned char>(cuts[i % cuts.size()]) % 32u + 1;
        auto const piece = text.substr(0, length);
        reader.feed(piece);
        text.remove_prefix(piece.size());
        if (i % 2 == 0) take_all(reader, all);
    }
    reader.finish();
    take_all(reader, all);
    all.overflowed = reader.overflowed();
    return all;
}

// What the server writes, the client reads.
void check_round_trip(std::string_view data) {
    std::string text;
    net::write_sse_event(text, "note", data);
    auto const read = read_whole(text);
    if (read.overflowed) return;
    REQUIRE(read.events.size() == 1);
    REQUIRE(read.events.front().type == "note");
    if (data.find('\r') == std::string_view::npos) REQUIRE(read.events.front().data == data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto text = fuzz::view(data, size);
    auto const cuts = fuzz::take_until(text, '\n');
    REQUIRE(read_in_pieces(text, cuts) == read_whole(text));
    check_round_trip(text);
    return 0;
}
