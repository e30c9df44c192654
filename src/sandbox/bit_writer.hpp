#pragma once
// Bits from the highest to the lowest, with the codes of H.264 (§7.2, §9.1).

#include <cstdint>
#include <string>

namespace sandbox {

/// Distinct objects: safe. Shared objects: unsafe.
class bit_writer {
public:
    /// The `count` lowest bits of `value`.
    void bits(std::uint32_t value, int count) {
        for (int i = count - 1; i >= 0; --i) bit((value >> i & 1U) != 0);
    }
    /// ue(v): an Exp-Golomb code.
    void number(std::uint32_t value) {
        int length = 0;
        while ((value + 1) >> length > 1) ++length;
        bits(0, length);
        bits(value + 1, length + 1);
    }
    void align() {
        while (held_ != 0) bit(false);
    }
    /// A whole byte; only where the writer is aligned.
    void byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
    /// The stop bit and what fills its byte (rbsp_trailing_bits).
    void finish() {
        bit(true);
        align();
    }
    std::string const& bytes() const { return bytes_; }

private:
    void bit(bool set) {
        current_ = static_cast<std::uint8_t>(current_ << 1 | (set ? 1 : 0));
        if (++held_ < 8) return;
        bytes_ += static_cast<char>(current_);
        current_ = 0;
        held_ = 0;
    }

    std::string bytes_;
    std::uint8_t current_ = 0;
    int held_ = 0;
};

}  // namespace sandbox
