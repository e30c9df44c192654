#pragma once
// MP4 files (ISO/IEC 14496-12) with one H.264 track: the index first, so that a player can begin with the first bytes.

#include <cstdint>
#include <string>
#include <vector>

namespace sandbox {

struct video_track {
    int width = 0;
    int height = 0;
    std::uint32_t pictures_a_second = 1;
    std::string sequence_parameters;
    std::string picture_parameters;
    std::vector<std::string> samples;       // each one picture; the units behind their lengths
    std::vector<std::uint32_t> whole_ones;  // from 1: the samples that need no other
};

std::string to_mp4(video_track const& track);

}  // namespace sandbox
