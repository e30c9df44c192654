#include "tools/model_words.hpp"

#include "dashscope/settings.hpp"

namespace tools {

namespace {

using dashscope::listed_model;

constexpr std::size_t most_prices = 6;

std::string joined(std::vector<std::string> const& words, std::string_view between) {
    std::string text;
    for (auto const& word : words) text += (text.empty() ? "" : std::string(between)) + word;
    return text;
}

std::string limits_of(listed_model const& model) {
    std::string text;
    auto const add = [&](char const* name, std::int64_t value) {
        if (value > 0) text += (text.empty() ? "" : ", ") + std::string(name) + " " + std::to_string(value);
    };
    add("context", model.context);
    add("input", model.context > 0 ? 0 : model.max_input);
    add("output", model.max_output);
    return text;
}

std::string prices_of(listed_model const& model) {
    std::string text;
    std::size_t count = 0;
    for (auto const& price : model.prices) {
        if (count++ == most_prices) return text + ", …";
        text += (text.empty() ? "" : ", ") + price.yuan + "/" + price.unit + " " + price.type;
        if (!price.range.empty()) text += " (" + price.range + ")";
    }
    return text;
}

std::string defaults_of(listed_model const& model, dashscope::settings const& settings) {
    std::string text;
    for (auto const what : dashscope::all_capabilities())
        if (settings.model_for(what) == model.model)
            text += (text.empty() ? "" : ", ") + std::string(dashscope::capability_name(what));
    return text;
}

}  // namespace

std::string model_line(listed_model const& model, dashscope::settings const& settings) {
    auto line = "- " + model.model;
    auto const add = [&](std::string const& before, std::string const& part) {
        if (!part.empty()) line += "; " + before + part;
    };
    add("", joined(model.input, "+") + (model.output.empty() ? "" : " → " + joined(model.output, "+")));
    add("", limits_of(model));
    add("CNY ", prices_of(model));
    add("", joined(model.features, ", "));
    add("default for ", defaults_of(model, settings));
    return line + "\n";
}

}  // namespace tools
