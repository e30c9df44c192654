// `data:` URIs. What is taken decodes to as many bytes as it tells, any beginning of them can be had alone, and what is
// written is read back.

#include "media/data_uri.hpp"

#include "support.hpp"

namespace {

void check_uri(std::string_view text) {
    std::string why;
    auto const uri = media::parse_data_uri(text, why);
    REQUIRE(uri.has_value() == why.empty());
    if (!uri) return;
    auto const whole = media::decode(*uri);
    REQUIRE(whole.size() == uri->size());
    for (std::size_t const limit : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size()})
        REQUIRE(media::decode(*uri, limit) == whole.substr(0, limit));
}

void check_round_trip(std::string_view bytes) {
    if (bytes.empty()) return;
    auto const text = media::make_data_uri("image/png", bytes);
    std::string why;
    auto const uri = media::parse_data_uri(text, why);
    REQUIRE(uri && uri->base64 && uri->type == "image/png");
    REQUIRE(media::decode(*uri) == bytes);
    // Other encoders leave the padding out.
    auto bare = text;
    while (bare.ends_with('=')) bare.pop_back();
    auto const same = media::parse_data_uri(bare, why);
    REQUIRE(same && media::decode(*same) == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::view(data, size);
    check_uri(text);
    check_uri("data:" + std::string(text));
    check_uri("data:;base64," + std::string(text));
    check_round_trip(text);
    return 0;
}
