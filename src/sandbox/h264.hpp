#pragma once
// H.264 (ITU-T H.264) as little of it as a film needs: the first picture whole in I_PCM macroblocks, that is unencoded
// samples, and after it only the macroblocks that changed, all others skipped. Every decoder plays it and no encoder is
// needed.

#include "sandbox/canvas.hpp"

#include <string>

namespace sandbox {

/// Every so many pictures one is whole again: a film can be entered there.
constexpr int whole_picture_interval = 256;

/// Distinct objects: safe. Shared objects: unsafe.
class h264_writer {
public:
    /// Width and height are even.
    h264_writer(int width, int height);

    /// NAL units without start codes, for the file's header.
    std::string sequence_parameters() const;
    std::string picture_parameters() const;

    /// The next picture as one NAL unit behind its length (ISO/IEC 14496-15). Pictures have the writer's size.
    std::string add(canvas const& picture);

private:
    int columns() const { return (width_ + 15) / 16; }
    int rows() const { return (height_ + 15) / 16; }

    int width_;
    int height_;
    unsigned number_ = 0;  // of the next picture
    canvas last_;
};

}  // namespace sandbox
