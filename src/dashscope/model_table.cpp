#include "dashscope/model_table.hpp"

#include <charconv>
#include <string>

namespace dashscope {

namespace detail {
extern std::string_view const model_lines;  // generated
}

namespace {

/// The text before the next `separator`, which is taken off with it.
std::string_view cut(std::string_view& text, char separator) {
    auto const end = text.find(separator);
    auto const piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return piece;
}

std::vector<std::string_view> list(std::string_view text) {
    std::vector<std::string_view> result;
    while (!text.empty()) result.push_back(cut(text, ','));
    return result;
}

std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<model_price> prices(std::string_view text) {
    std::vector<model_price> result;
    while (!text.empty()) {
        auto one = cut(text, ';');
        model_price price;
        price.type = cut(one, '=');
        auto const amount = cut(one, '/');
        std::from_chars(amount.data(), amount.data() + amount.size(), price.yuan);
        price.unit = one;
        result.push_back(price);
    }
    return result;
}

model_facts read_line(std::string_view line) {
    model_facts facts;
    facts.model = cut(line, '\t');
    facts.name = cut(line, '\t');
    facts.provider = cut(line, '\t');
    facts.capabilities = list(cut(line, '\t'));
    facts.input = list(cut(line, '\t'));
    facts.output = list(cut(line, '\t'));
    facts.context = number(cut(line, '\t'));
    facts.max_input = number(cut(line, '\t'));
    facts.max_output = number(cut(line, '\t'));
    facts.features = list(cut(line, '\t'));
    facts.prices = prices(line);
    return facts;
}

}  // namespace

std::optional<model_facts> find_model(std::string_view model) {
    for (auto rest = detail::model_lines; !rest.empty();) {
        auto const line = cut(rest, '\n');
        if (line.substr(0, line.find('\t')) == model) return read_line(line);
    }
    return std::nullopt;
}

std::vector<model_facts> all_models() {
    std::vector<model_facts> all;
    for (auto rest = detail::model_lines; !rest.empty();) all.push_back(read_line(cut(rest, '\n')));
    return all;
}

std::string_view model_table_date() { return "2026-05"; }

}  // namespace dashscope
