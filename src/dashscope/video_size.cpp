#include "dashscope/video_size.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr resolution_level levels[] = {level_480, level_720, level_1080};

/// What a caller asked for, in one form.
struct wish {
    std::string level;  // "720P"
    std::string ratio;
    std::string size;  // "1280*720" where it is none of a list
};

bool looks_like_level(std::string_view text) {
    return !text.empty() && !parse_size(text) && !is_ratio(text);
}

void add_size(wish& to, std::string_view text) {
    if (is_ratio(text)) {
        to.ratio = text;
        return;
    }
    if (looks_like_level(text)) {
        to.level = resolution_text(text);
        return;
    }
    auto pixels = parse_size(text);
    if (!pixels) return;
    to.size = size_text(*pixels);
    for (auto level : levels) {
        auto ratio = ratio_of(sizes_of(level), to.size);
        if (ratio.empty()) continue;
        to.level = name_of(level);
        to.ratio = ratio;
    }
}

wish wish_of(video_request const& request) {
    wish made;
    if (!request.size.empty()) add_size(made, request.size);
    if (!request.resolution.empty()) {
        if (parse_size(request.resolution))
            add_size(made, request.resolution);
        else
            made.level = resolution_text(request.resolution);
    }
    if (!request.ratio.empty()) made.ratio = request.ratio;
    return made;
}

std::string levels_text(video_family const& family) {
    std::string text;
    for (auto level : levels)
        if (family.levels & level) text += (text.empty() ? "" : ", ") + std::string(name_of(level));
    return text;
}

std::string all_sizes_text(video_family const& family) {
    std::string text;
    for (auto level : levels)
        if (family.levels & level) text += (text.empty() ? "" : "; ") + sizes_text(sizes_of(level));
    return text;
}

std::optional<resolution_level> level_of(std::string_view name, video_family const& family) {
    for (auto level : levels)
        if ((family.levels & level) && name_of(level) == name) return level;
    return std::nullopt;
}

film_size problem(std::string text) {
    film_size made;
    made.problem = std::move(text);
    return made;
}

film_size by_size_field(wish const& asked, video_request const& request, video_family const& family) {
    auto wrong = [&] { return problem(request.model + " takes these sizes: " + all_sizes_text(family)); };
    film_size made;
    if (asked.level.empty() && asked.ratio.empty()) return asked.size.empty() ? made : wrong();
    auto level = asked.level.empty() ? family.usual_level : level_of(asked.level, family);
    if (!level) return wrong();
    made.size = size_for(sizes_of(*level), asked.ratio.empty() ? "16:9" : std::string_view(asked.ratio));
    return made.size.empty() ? wrong() : made;
}

film_size by_level_and_ratio(wish const& asked, video_request const& request, video_family const& family) {
    if (!asked.size.empty() && asked.level.empty())
        return problem(request.model + " takes a resolution (" + levels_text(family) + ")" +
                       (family.takes(arg_ratio) ? " and a ratio (" + ratios_text(family.ratios) + ")" : "") +
                       ", no pixels");
    if (!asked.level.empty() && !level_of(asked.level, family))
        return problem(request.model + " takes the resolutions " + levels_text(family) + ", not " + asked.level);
    // A size says a ratio without meaning it where the input decides.
    bool meant = !request.ratio.empty() || is_ratio(request.size);
    if (!family.takes(arg_ratio)) {
        if (meant) return problem(request.model + " takes no ratio: the film has that of its input");
        return {asked.level, {}, {}, {}};
    }
    if (!asked.ratio.empty() && std::none_of(family.ratios.begin(), family.ratios.end(),
                                             [&](auto const& each) { return each.ratio == asked.ratio; }))
        return problem(request.model + " takes the ratios " + ratios_text(family.ratios) + ", not " + asked.ratio);
    return {asked.level, asked.ratio, {}, {}};
}

film_size unchecked(wish const& asked) {
    // Pixels of no list can only be meant for a model that takes pixels.
    if (!asked.size.empty() && asked.level.empty()) return {{}, {}, asked.size, {}};
    return {asked.level, asked.ratio, {}, {}};
}

}  // namespace

film_size film_size_for(video_request const& request, video_family const& family) {
    auto asked = wish_of(request);
    if (!request.ratio.empty() && !is_ratio(request.ratio))
        return problem("ratio must be two numbers with a colon, such as 16:9; not \"" + request.ratio + "\"");
    if (!family.known) return unchecked(asked);
    if (family.size_field) return by_size_field(asked, request, family);
    return by_level_and_ratio(asked, request, family);
}

}  // namespace dashscope
