// What a file is, told by its first bytes, whatever they are. What is told must make sense by itself, and a WAV head
// that is read must lead to samples that are there.

#include "media/probe.hpp"
#include "media/wav.hpp"

#include "support.hpp"

#include <algorithm>
#include <string>

namespace {

using media::kind;

void check_facts(media::facts const& found) {
    using namespace std::chrono_literals;
    bool const known = found.what != kind::unknown;
    REQUIRE(known == !found.type.empty());
    REQUIRE(!known || found.type.find('/') != std::string::npos);
    REQUIRE(!known || !found.extension.empty());
    REQUIRE(found.width.has_value() == found.height.has_value());
    if (found.width) REQUIRE(*found.width > 0 && *found.height > 0);
    if (found.width) REQUIRE(found.what == kind::image || found.what == kind::video);
    if (found.duration) REQUIRE(*found.duration >= 0ms && *found.duration < std::chrono::hours(24 * 3660));
    if (found.duration) REQUIRE(found.what == kind::audio || found.what == kind::video);
    // A file that is named as it is told is taken for what it is; sound alone may be in WebM, too.
    bool const webm_sound = found.what == kind::audio && found.extension == "webm";
    if (known && !webm_sound) REQUIRE(media::kind_by_name("file." + found.extension) == found.what);
}

void check_wav(std::string_view file) {
    auto const facts = media::read_wav_head(file);
    if (!facts) return;
    REQUIRE(facts->data_at <= file.size());
    auto const samples = media::wav_samples(file, *facts);
    REQUIRE(samples.size() <= file.size() - facts->data_at);
    if (samples.empty()) return;
    REQUIRE(samples.data() == file.data() + facts->data_at);
    auto const joined = media::join_wavs({std::string(file), std::string(file)});
    if (!joined) return;
    auto const both = media::read_wav_head(*joined);
    REQUIRE(both && both->is_pcm && both->format == facts->format);
    auto const whole_frames = samples.size() - samples.size() % facts->format.bytes_per_frame();
    REQUIRE(media::wav_samples(*joined, *both).size() == 2 * whole_frames);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const file = fuzz::view(data, size);
    check_facts(media::probe(file));
    // A head that was cut may say less, never nonsense.
    for (auto const length : {size / 2, std::min<std::size_t>(size, 16)})
        check_facts(media::probe(file.substr(0, length)));
    check_wav(file);
    return 0;
}
