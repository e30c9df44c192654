#pragma once
// The models that make pictures: at which endpoints each family answers, and what its parameters may be.

#include "sandbox/errors.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string_view>

namespace sandbox {

/// The endpoints, as bits.
enum image_route : unsigned {
    image_sync = 1,      // multimodal-generation
    image_messages = 2,  // image-generation, asynchronous
    image_prompt = 4,    // text2image, asynchronous
    image_to_image = 8,  // image2image, asynchronous
};

/// Whole pixels; zero: no bound.
struct size_rule {
    long long least_area = 0;
    long long most_area = 0;
    int least_side = 0;
    int most_side = 0;
    int most_ratio = 0;           // longer side over shorter
    std::string_view only = {};   // a list of sizes, blanks between; empty: any within the bounds
    std::string_view names = {};  // names that stand for areas: "1K 2K"
    bool settable = true;         // false: a `size` is refused
    std::string_view usual = "1024*1024";
};

struct image_family {
    std::string_view prefix;
    unsigned routes;
    int least_images;
    int most_images;
    int most_n;
    int usual_n;
    size_rule size;
};

/// The row of the longest prefix; null when no family has it.
image_family const* find_image_family(std::string_view model);

struct pixel_size {
    int width = 0;
    int height = 0;
};

/// The size of the pictures: `parameters.size`, else as near to the last input's ratio as the family does it, else the
/// family's usual one.
struct size_wish {
    std::string_view text;  // empty: none
    pixel_size last_input;  // zero: none, or not known
};
boost::system::result<pixel_size, failure> choose_size(image_family const& family, size_wish const& wish);

/// Whether one of a list's words, with blanks between, is `text`.
bool is_listed(std::string_view list, std::string_view text);

/// `1024*768`; nothing for anything else.
std::optional<pixel_size> parse_size(std::string_view text);

}  // namespace sandbox
