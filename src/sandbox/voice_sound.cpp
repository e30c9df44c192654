#include "sandbox/voice_sound.hpp"

#include "sandbox/random.hpp"
#include "sandbox/speech_text.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sandbox {
namespace {

constexpr std::uint32_t mark = 0x5AD0B0C5;  // before a hidden text: then its length and a sum, 16 bits each
constexpr double loudest = 16'000;
constexpr double edge_seconds = 0.012;  // of a syllable: no clicks
constexpr std::size_t harmonics = 20;

/// The two resonances that tell vowels apart, in hertz.
struct vowel {
    double first;
    double second;
};

constexpr vowel vowels[] = {{730, 1090}, {530, 1840}, {270, 2290}, {570, 840}, {300, 870}, {440, 1020}};

vowel vowel_of(std::string_view word) {
    constexpr std::string_view letters = "aeiou";
    for (char c : word) {
        auto const at = letters.find(static_cast<char>(c | 0x20));
        if (at != std::string_view::npos) return vowels[at];
    }
    return vowels[hash(word, 3) % std::size(vowels)];
}

double resonance(double frequency, double centre) {
    auto const distance = (frequency - centre) / 120;
    return 1 / (1 + distance * distance);
}

/// One period of the voice at that vowel, from -1 to 1.
std::vector<double> period_of(vowel const& at, double frequency, std::size_t rate) {
    auto const length = std::max<std::size_t>(static_cast<std::size_t>(static_cast<double>(rate) / frequency), 2);
    std::vector<double> wave(length, 0.0);
    for (std::size_t k = 1; k <= harmonics; ++k) {
        auto const overtone = frequency * static_cast<double>(k);
        if (overtone * 2 >= static_cast<double>(rate)) break;
        auto const strength = (0.08 + resonance(overtone, at.first) + 0.6 * resonance(overtone, at.second)) /
                              std::sqrt(static_cast<double>(k));
        for (std::size_t i = 0; i < length; ++i)
            wave[i] +=
                strength * std::sin(2 * std::numbers::pi * static_cast<double>(k * i) / static_cast<double>(length));
    }
    double peak = 1e-9;
    for (double value : wave) peak = std::max(peak, std::abs(value));
    for (double& value : wave) value /= peak;
    return wave;
}

double pitch_of(speaking const& how) {
    return (105 + static_cast<double>(hash(how.voice, 5) % 120)) * how.pitch;
}

void add_syllable(std::vector<std::int16_t>& samples, spoken_word const& word, std::size_t index, speaking const& how) {
    auto const rate = static_cast<double>(how.rate);
    auto const first = static_cast<std::size_t>(static_cast<double>(word.begin) * rate / 1000);
    auto const last = std::min(static_cast<std::size_t>(static_cast<double>(word.end) * rate / 1000), samples.size());
    auto const lilt = 1 + 0.06 * std::sin(static_cast<double>(index) * 1.3);
    auto const wave = period_of(vowel_of(word.text), pitch_of(how) * lilt, how.rate);
    auto const edge = edge_seconds * rate;
    auto const strength = loudest * how.volume / 50;
    for (auto i = first; i < last; ++i) {
        auto const rise = static_cast<double>(i - first) / edge;
        auto const fall = static_cast<double>(last - i) / edge;
        auto const value = strength * std::min({1.0, rise, fall}) * wave[(i - first) % wave.size()];
        samples[i] = static_cast<std::int16_t>(std::clamp(value, -32'000.0, 32'000.0));
    }
}

std::uint16_t sum_of(std::string_view text) {
    return static_cast<std::uint16_t>(hash(text, 9));
}

void hide(std::vector<std::int16_t>& samples, std::string_view text) {
    std::vector<bool> bits;
    auto const add = [&](std::uint32_t value, int count) {
        for (int i = count - 1; i >= 0; --i) bits.push_back((value >> i & 1U) != 0);
    };
    text = text.substr(0, 0xFFFF);
    add(mark, 32);
    add(static_cast<std::uint32_t>(text.size()), 16);
    add(sum_of(text), 16);
    for (char c : text) add(static_cast<unsigned char>(c), 8);
    if (bits.size() > samples.size()) return;
    for (std::size_t i = 0; i < bits.size(); ++i)
        samples[i] = static_cast<std::int16_t>((samples[i] & ~1) | (bits[i] ? 1 : 0));
}

/// The lowest bits of samples, one after the other.
class bit_reader {
public:
    explicit bit_reader(std::string_view samples) : samples_(samples) {}

    bool has(std::size_t bits) const { return (at_ + bits) * 2 <= samples_.size(); }
    std::size_t at() const { return at_; }
    void go_to(std::size_t sample) { at_ = sample; }
    std::uint32_t read(int bits) {
        std::uint32_t value = 0;
        for (int i = 0; i < bits; ++i, ++at_) value = value << 1 | (static_cast<unsigned char>(samples_[at_ * 2]) & 1U);
        return value;
    }

private:
    std::string_view samples_;
    std::size_t at_ = 0;
};

/// The text behind a mark; empty when what looked like a mark was none.
std::string read_hidden(bit_reader& bits) {
    if (!bits.has(32)) return {};
    auto const length = bits.read(16);
    auto const sum = bits.read(16);
    if (length == 0 || !bits.has(std::size_t{length} * 8)) return {};
    std::string text;
    for (std::uint32_t i = 0; i < length; ++i) text += static_cast<char>(bits.read(8));
    return sum_of(text) == sum ? text : std::string{};
}

}  // namespace

std::string speak(std::string_view text, speaking const& how) {
    auto sentences = speak_text(text);
    auto const length = static_cast<std::int64_t>(static_cast<double>(length_of(sentences)) / how.speed);
    sentences = stretched(std::move(sentences), length);
    std::vector<std::int16_t> samples(static_cast<std::size_t>(length) * how.rate / 1000);
    std::size_t index = 0;
    for (auto const& sentence : sentences)
        for (auto const& word : sentence.words) add_syllable(samples, word, index++, how);
    hide(samples, text);
    std::string bytes;
    bytes.reserve(samples.size() * 2);
    for (auto sample : samples) {
        auto const value = static_cast<std::uint16_t>(sample);
        bytes += static_cast<char>(value & 0xFFU);
        bytes += static_cast<char>(value >> 8);
    }
    return bytes;
}

std::string hidden_text(std::string_view samples) {
    std::string all;
    bit_reader bits(samples);
    std::uint32_t window = 0;
    while (bits.has(1)) {
        window = window << 1 | bits.read(1);
        if (window != mark) continue;
        auto const behind = bits.at();
        auto const text = read_hidden(bits);
        if (text.empty()) {
            bits.go_to(behind);
            continue;
        }
        bool const joins = all.empty() || language_of(text) == "zh";
        all += (joins ? "" : " ") + text;
    }
    return all;
}

}  // namespace sandbox
