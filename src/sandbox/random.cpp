#include "sandbox/random.hpp"

namespace sandbox {

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
    std::uint64_t value = 0xcbf29ce484222325U ^ (seed * 0x9e3779b97f4a7c15U);
    for (char byte : text) {
        value ^= static_cast<unsigned char>(byte);
        value *= 0x100000001b3U;
    }
    return value;
}

std::uint64_t generator::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
}

std::uint64_t generator::below(std::uint64_t bound) {
    return bound == 0 ? 0 : next() % bound;
}

double generator::unit() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::string generator::hex(std::size_t digits) {
    std::string text;
    while (text.size() < digits) text.push_back("0123456789abcdef"[below(16)]);
    return text;
}

std::string generator::uuid() {
    return hex(8) + '-' + hex(4) + '-' + hex(4) + '-' + hex(4) + '-' + hex(12);
}

}  // namespace sandbox
