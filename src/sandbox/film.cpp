#include "sandbox/film.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/font.hpp"
#include "sandbox/h264.hpp"
#include "sandbox/mp4.hpp"

#include <algorithm>
#include <cmath>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr double longest = 60;

int count_of(film const& from) {
    return std::max(1, static_cast<int>(std::lround(std::clamp(from.seconds, 0.0, longest) * film_pictures_a_second)));
}

std::string counter(int number, int count) {
    auto const tenths = number * 10 / film_pictures_a_second;
    return "frame " + std::to_string(number + 1) + "/" + std::to_string(count) + "  " + std::to_string(tenths / 10) +
           "." + std::to_string(tenths % 10) + " s";
}

/// Chroma samples stand for two by two pixels.
int even(int side) {
    return std::max(2, side / 2 * 2);
}

}  // namespace

json::object to_json(film const& from) {
    auto description = to_json(from.ground);
    description["kind"] = "film";
    description["seconds"] = from.seconds;
    return description;
}

film film_from(json::object const& from) {
    film result{picture_from(from), number_member(from, "seconds").value_or(5)};
    result.ground.width = even(result.ground.width);
    result.ground.height = even(result.ground.height);
    return result;
}

canvas draw_frame(film const& from, canvas const& ground, int number) {
    auto result = ground;
    auto const count = count_of(from);
    auto const scale = std::max(1, std::min(result.width() / 260, result.height() / 170));
    auto const text = characters_of(counter(number, count));
    auto const top = result.height() - 2 * line_height * scale;
    auto const width = text_width(characters_of(counter(count, count))) * scale + 4 * scale;
    result.fill(6 * scale, top, width, line_height * scale, nearest({0, 0, 0}));
    result.text(8 * scale, top, scale, nearest({255, 255, 255}), text);
    auto const done = (result.width() - 12 * scale) * (number + 1) / count;
    result.fill(6 * scale, result.height() - 5 * scale, done, 3 * scale, nearest({255, 255, 255}));
    return result;
}

std::string make_film(film const& from) {
    auto const ground = draw(from.ground);
    h264_writer writer(ground.width(), ground.height());
    video_track track;
    track.width = ground.width();
    track.height = ground.height();
    track.pictures_a_second = film_pictures_a_second;
    track.sequence_parameters = writer.sequence_parameters();
    track.picture_parameters = writer.picture_parameters();
    for (int number = 0; number < count_of(from); ++number) {
        if (number % whole_picture_interval == 0) track.whole_ones.push_back(static_cast<std::uint32_t>(number + 1));
        track.samples.push_back(writer.add(draw_frame(from, ground, number)));
    }
    return to_mp4(track);
}

}  // namespace sandbox
