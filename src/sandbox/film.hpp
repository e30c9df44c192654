#pragma once
// A generated film: the picture of its prompt with a running counter, as MP4 that browsers play.

#include "sandbox/picture.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace sandbox {

constexpr int film_pictures_a_second = 5;

struct film {
    picture ground;  // its size is the film's
    double seconds = 5;
};

boost::json::object to_json(film const& from);
film film_from(boost::json::object const& from);

/// The picture that the film shows at one of its places.
canvas draw_frame(film const& from, canvas const& ground, int number);

/// The same film, the same bytes. Without sound.
std::string make_film(film const& from);

}  // namespace sandbox
