#include "tools/suggestions.hpp"

#include "dashscope/image_routes.hpp"
#include "dashscope/language.hpp"
#include "dashscope/model_list.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/speech.hpp"
#include "tools/seen_ids.hpp"

#include <algorithm>

namespace tools {

namespace {

using names = std::vector<std::string>;

constexpr std::string_view ratios[] = {"16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"};
constexpr std::string_view resolutions[] = {"1080P", "720P", "480P"};

template <class Range>
names listed(Range const& range) {
    return {std::begin(range), std::end(range)};
}

void add_new(names& to, std::string_view name) {
    if (!name.empty() && std::ranges::find(to, name) == to.end()) to.emplace_back(name);
}

// Those that serve when none is named stand before the others.
names models(services const& with, std::string_view capability) {
    names all;
    auto const known = dashscope::table_models();
    for (auto const what : dashscope::all_capabilities()) {
        auto const usual = with.settings.model_for(what);
        auto const entry = std::ranges::find(known, usual, &dashscope::listed_model::model);
        bool const fits = entry != known.end() && dashscope::has_capability(*entry, capability);
        if (capability.empty() || fits || capability == dashscope::capability_name(what)) add_new(all, usual);
    }
    for (auto const& each : known)
        if (dashscope::has_capability(each, capability)) add_new(all, each.model);
    return all;
}

names picture_sizes(services const& with) {
    names all;
    auto const model = std::string(with.settings.model_for(dashscope::capability::image));
    for (auto const& each : dashscope::find_image_family(model).ratios) add_new(all, each.size);
    return all;
}

names seen(services const& with, id_kind kind, std::string_view principal) {
    return with.seen ? with.seen->of(kind, principal) : names();
}

}  // namespace

bool is_suggestion_kind(std::string_view kind) {
    static constexpr std::string_view kinds[] = {"model", "voice",      "language",    "size",
                                                 "ratio", "resolution", "application", "memory_library"};
    if (std::ranges::find(kinds, kind) != std::end(kinds)) return true;
    auto const words = dashscope::capability_words();
    return kind.starts_with("model ") && std::ranges::find(words, kind.substr(6)) != words.end();
}

std::vector<std::string> suggestions(services const& with, std::string_view kind, std::string_view principal) {
    if (kind == "model") return models(with, {});
    if (kind.starts_with("model ")) return models(with, kind.substr(6));
    if (kind == "voice") return listed(dashscope::documented_voices());
    if (kind == "language") return dashscope::language_names();
    if (kind == "size") return picture_sizes(with);
    if (kind == "ratio") return listed(ratios);
    if (kind == "resolution") return listed(resolutions);
    if (kind == "application") return seen(with, id_kind::application, principal);
    if (kind == "memory_library") return seen(with, id_kind::memory_library, principal);
    return {};
}

}  // namespace tools
