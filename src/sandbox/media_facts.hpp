#pragma once
// What a media file says of itself in its first bytes: enough to check an input and to show that it has arrived.

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

struct media_facts {
    std::string format;  // "PNG", "JPEG", "MP4", …; empty: not known here
    int width = 0;       // 0: not said
    int height = 0;
    bool is_image = false;
    bool is_video = false;
    double seconds = 0;  // of films; 0: not said
};

media_facts facts_of(std::string_view bytes);

/// "PNG 640*480, 1234 bytes"
std::string describe(media_facts const& facts, std::size_t bytes);

}  // namespace sandbox
