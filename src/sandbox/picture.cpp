#include "sandbox/picture.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/font.hpp"
#include "sandbox/random.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr rgb white{255, 255, 255};
constexpr rgb grey{204, 204, 204};
constexpr rgb dark{0, 0, 0};
constexpr std::u32string_view watermark = U"sandbox";

rgb some_colour(generator& random, std::uint64_t darkest, std::uint64_t range) {
    auto const level = [&] { return static_cast<std::uint8_t>((darkest + random.below(range)) * 51); };
    auto const red = level();
    auto const green = level();
    return {red, green, level()};
}

/// Stripes and discs: another seed, another ground.
void paint_ground(canvas& on, generator& random) {
    auto const stripes = 5 + static_cast<int>(random.below(6));
    auto const width = on.width() / stripes + 1;
    for (int i = 0; i < stripes; ++i) on.fill(i * width, 0, width, on.height(), nearest(some_colour(random, 1, 3)));
    auto const unit = std::min(on.width(), on.height());
    for (int i = 0; i < 12; ++i) {
        auto const x = static_cast<int>(random.below(static_cast<std::uint64_t>(on.width())));
        auto const y = static_cast<int>(random.below(static_cast<std::uint64_t>(on.height())));
        auto const radius = unit / 24 + static_cast<int>(random.below(static_cast<std::uint64_t>(unit / 6 + 1)));
        on.disc(x, y, radius, nearest(some_colour(random, 1, 4)));
    }
}

struct layout {
    explicit layout(canvas const& on)
        : scale(std::max(1, std::min(on.width() / 260, on.height() / 170))), margin(6 * scale) {}

    int scale;
    int margin;
    int step() const { return line_height * scale; }
};

std::vector<std::u32string> lines_of(picture const& from, int width, std::size_t most) {
    auto const small_print = 1 + from.facts.size();
    auto const for_prompt = most > small_print + 1 ? most - small_print - 1 : 1;
    auto lines = wrapped(characters_of(from.prompt), width, for_prompt);
    auto numbers = "seed " + std::to_string(from.seed) + "  " + std::to_string(from.width) + "*" +
                   std::to_string(from.height) + (from.part.empty() ? "" : "  " + from.part);
    for (auto& line : wrapped(characters_of(numbers), width, 1)) lines.push_back(std::move(line));
    for (auto const& fact : from.facts)
        for (auto& line : wrapped(characters_of(fact), width, 1)) lines.push_back(std::move(line));
    return lines;
}

void write_lines(canvas& on, picture const& from) {
    layout const place(on);
    auto const width = (on.width() - 4 * place.margin) / place.scale;
    auto const most = static_cast<std::size_t>(std::max(3, (on.height() - 5 * place.margin) / place.step() - 2));
    auto const lines = lines_of(from, width, most);
    auto const height = (static_cast<int>(lines.size()) + 1) * place.step() + place.margin;
    on.fill(place.margin, place.margin, on.width() - 2 * place.margin, height, nearest(dark));
    int y = place.margin + place.margin / 2;
    auto const title = wrapped(characters_of("[sandbox] " + from.model), width, 1);
    if (!title.empty()) on.text(2 * place.margin, y, place.scale, nearest(grey), title.front());
    for (auto const& line : lines) on.text(2 * place.margin, y += place.step(), place.scale, nearest(white), line);
}

void write_watermark(canvas& on) {
    layout const place(on);
    auto const width = text_width(watermark) * place.scale * 2;
    auto const left = on.width() - width - place.margin;
    auto const top = on.height() - 2 * place.step();
    on.text(left + place.scale, top + place.scale, 2 * place.scale, nearest(dark), watermark);
    on.text(left, top, 2 * place.scale, nearest(white), watermark);
}

/// What tEXt chunks can hold: other characters as a question mark.
std::string ascii(std::string_view text) {
    std::string result;
    for (char32_t character : characters_of(text)) result += character < 127 ? static_cast<char>(character) : '?';
    return result;
}

}  // namespace

json::object to_json(picture const& from) {
    json::array facts;
    for (auto const& fact : from.facts) facts.emplace_back(fact);
    return {{"kind", "picture"}, {"width", from.width},   {"height", from.height}, {"model", from.model},
            {"seed", from.seed}, {"prompt", from.prompt}, {"part", from.part},     {"facts", std::move(facts)}};
}

picture picture_from(json::object const& from) {
    picture result;
    result.width = static_cast<int>(number_member(from, "width").value_or(1024));
    result.height = static_cast<int>(number_member(from, "height").value_or(1024));
    result.model = text_member(from, "model");
    result.prompt = text_member(from, "prompt");
    result.seed = static_cast<std::int64_t>(number_member(from, "seed").value_or(0));
    result.part = text_member(from, "part");
    result.facts = strings_member(from, "facts");
    return result;
}

canvas draw(picture const& from) {
    canvas result(from.width, from.height, nearest(dark));
    generator random(hash(from.prompt + from.part, static_cast<std::uint64_t>(from.seed)));
    paint_ground(result, random);
    write_lines(result, from);
    write_watermark(result);
    return result;
}

std::string draw_picture(picture const& from) {
    return to_png(draw(from), {{"Software", "dashscope-mcp sandbox"},
                               {"Source", ascii(from.model)},
                               {"Description", ascii(from.prompt)},
                               {"Comment", "seed " + std::to_string(from.seed)}});
}

}  // namespace sandbox
