#include "sandbox/h264.hpp"

#include "sandbox/bit_writer.hpp"

#include <algorithm>

namespace sandbox {
namespace {

constexpr int block = 16;
constexpr std::uint32_t baseline = 66;
constexpr int frame_number_bits = 8;
static_assert(whole_picture_interval == 1 << frame_number_bits);
constexpr std::uint32_t pcm_in_intra = 25;      // mb_type of an I slice (table 7-11)
constexpr std::uint32_t pcm_in_predicted = 30;  // … of a P slice, behind its own five

struct yuv {
    std::uint8_t luma, blue, red;
};

std::uint8_t limited(double value, double span, double zero) {
    return static_cast<std::uint8_t>(std::clamp(value * span / 255.0 + zero + 0.5, 1.0, 254.0));
}

/// BT.709, limited range. Never 0 or 255: samples of I_PCM must not be 0.
yuv convert(rgb colour) {
    auto const luma = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;
    return {limited(luma, 219, 16), limited((colour.blue - luma) / 1.8556, 224, 128),
            limited((colour.red - luma) / 1.5748, 224, 128)};
}

std::array<yuv, 256> const& converted_palette() {
    static auto const colours = [] {
        std::array<yuv, 256> all;
        std::ranges::transform(palette(), all.begin(), convert);
        return all;
    }();
    return colours;
}

/// Emulation prevention (§7.4.1): two zero bytes are never followed by 0 to 3.
std::string escaped(std::uint8_t head, std::string_view payload) {
    std::string unit(1, static_cast<char>(head));
    unit.reserve(payload.size() + payload.size() / 64 + 1);
    int zeros = 0;
    for (char c : payload) {
        if (zeros >= 2 && static_cast<unsigned char>(c) <= 3) {
            unit += '\3';
            zeros = 0;
        }
        unit += c;
        zeros = c == 0 ? zeros + 1 : 0;
    }
    return unit;
}

/// The samples of one macroblock: 16 by 16 of luma, then 8 by 8 of each colour difference. The border repeats.
void write_samples(bit_writer& out, canvas const& picture, int left, int top) {
    auto const& colours = converted_palette();
    auto const at = [&](int x, int y) {
        return colours[picture.at(std::min(left + x, picture.width() - 1), std::min(top + y, picture.height() - 1))];
    };
    for (int y = 0; y < block; ++y)
        for (int x = 0; x < block; ++x) out.byte(at(x, y).luma);
    for (int y = 0; y < block; y += 2)
        for (int x = 0; x < block; x += 2) out.byte(at(x, y).blue);
    for (int y = 0; y < block; y += 2)
        for (int x = 0; x < block; x += 2) out.byte(at(x, y).red);
}

bool same_block(canvas const& left, canvas const& right, int x, int y) {
    auto const width = std::min(block, left.width() - x);
    for (int row = y; row < std::min(y + block, left.height()); ++row)
        if (!std::equal(left.row(row) + x, left.row(row) + x + width, right.row(row) + x)) return false;
    return true;
}

void write_colour_description(bit_writer& out) {
    out.bits(1, 1);  // video_signal_type_present_flag
    out.bits(5, 3);  // unspecified format
    out.bits(0, 1);  // limited range
    out.bits(1, 1);
    for (int i = 0; i < 3; ++i) out.bits(1, 8);  // BT.709: primaries, transfer, matrix
}

/// Annex E: colours, and that no picture waits for a later one.
void write_usability(bit_writer& out) {
    out.bits(0, 2);  // aspect_ratio_info, overscan_info
    write_colour_description(out);
    out.bits(0, 5);  // chroma_loc, timing, nal_hrd, vcl_hrd, pic_struct
    out.bits(1, 1);  // bitstream_restriction_flag
    out.bits(1, 1);
    for (int i = 0; i < 5; ++i) out.number(0);  // … max_num_reorder_frames
    out.number(1);                              // max_dec_frame_buffering
}

void write_slice_head(bit_writer& out, unsigned picture_number) {
    bool const first = picture_number == 0;
    out.number(0);              // first_mb_in_slice
    out.number(first ? 7 : 5);  // all slices are I, all are P
    out.number(0);              // pic_parameter_set_id
    out.bits(picture_number, frame_number_bits);
    if (first) {
        out.number(0);   // idr_pic_id
        out.bits(0, 2);  // no_output_of_prior_pics, long_term_reference
    } else {
        out.bits(0, 3);  // num_ref_idx_override, ref_pic_list_modification, adaptive_ref_pic_marking
    }
    out.number(0);  // slice_qp_delta
    out.number(1);  // no deblocking
}

}  // namespace

h264_writer::h264_writer(int width, int height) : width_(width), height_(height), last_(width, height, 0) {}

std::string h264_writer::sequence_parameters() const {
    bit_writer out;
    out.bits(baseline, 8);
    out.bits(0xC0, 8);                                    // constrained baseline
    out.bits(columns() * rows() <= 8192 ? 40U : 51U, 8);  // the level, by the macroblocks of a picture
    out.number(0);                                        // seq_parameter_set_id
    out.number(frame_number_bits - 4);
    out.number(2);   // pic_order_cnt_type: output order is decoding order
    out.number(1);   // max_num_ref_frames
    out.bits(0, 1);  // gaps_in_frame_num_value_allowed_flag
    out.number(static_cast<std::uint32_t>(columns() - 1));
    out.number(static_cast<std::uint32_t>(rows() - 1));
    out.bits(3, 2);  // frame_mbs_only_flag, direct_8x8_inference_flag
    out.bits(1, 1);  // frame_cropping_flag
    out.number(0);
    out.number(static_cast<std::uint32_t>(columns() * block - width_) / 2);
    out.number(0);
    out.number(static_cast<std::uint32_t>(rows() * block - height_) / 2);
    out.bits(1, 1);  // vui_parameters_present_flag
    write_usability(out);
    out.finish();
    return escaped(0x67, out.bytes());
}

std::string h264_writer::picture_parameters() const {
    bit_writer out;
    out.number(0);   // pic_parameter_set_id
    out.number(0);   // seq_parameter_set_id
    out.bits(0, 2);  // CAVLC, no field order
    out.number(0);   // one slice group
    out.number(0);   // one reference in list 0
    out.number(0);
    out.bits(0, 3);                             // no weighted prediction
    for (int i = 0; i < 3; ++i) out.number(0);  // QP of 26, no offsets
    out.bits(4, 3);                             // deblocking_filter_control_present_flag
    out.finish();
    return escaped(0x68, out.bytes());
}

std::string h264_writer::add(canvas const& picture) {
    bool const first = number_ == 0;
    bit_writer out;
    write_slice_head(out, number_);
    std::uint32_t skipped = 0;
    for (int y = 0; y < rows() * block; y += block) {
        for (int x = 0; x < columns() * block; x += block) {
            if (!first && same_block(picture, last_, x, y)) {
                ++skipped;
                continue;
            }
            if (!first) out.number(skipped);  // mb_skip_run
            skipped = 0;
            out.number(first ? pcm_in_intra : pcm_in_predicted);
            out.align();
            write_samples(out, picture, x, y);
        }
    }
    if (skipped > 0) out.number(skipped);
    out.finish();
    last_ = picture;
    number_ = (number_ + 1) % whole_picture_interval;
    auto const unit = escaped(first ? 0x65 : 0x61, out.bytes());
    std::string sample;
    for (int shift = 24; shift >= 0; shift -= 8) sample += static_cast<char>(unit.size() >> shift & 0xFFU);
    return sample + unit;
}

}  // namespace sandbox
