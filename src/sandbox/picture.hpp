#pragma once
// A generated picture: its prompt in letters on a ground of its seed's colours, what it was made from, and a watermark.

#include "sandbox/canvas.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace sandbox {

struct picture {
    int width = 1024;
    int height = 1024;
    std::string model;
    std::string prompt;
    std::int64_t seed = 0;
    std::string part;                // "1 of 2"; empty for an only one
    std::vector<std::string> facts;  // further lines: of input images, of parameters
};

boost::json::object to_json(picture const& from);
picture picture_from(boost::json::object const& from);

/// The same picture, the same pixels.
canvas draw(picture const& from);
/// As a PNG file whose tEXt chunks say the same in plain text.
std::string draw_picture(picture const& from);

}  // namespace sandbox
