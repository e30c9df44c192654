#pragma once
// Lists of models: the compiled-in table's and DashScope's own, in one form, and choosing from them.

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

struct listed_price {
    std::string type;   // "input_token", "image_number"
    std::string yuan;   // a number as it was written
    std::string unit;   // "1M tokens"
    std::string range;  // where several hold: "32k<Input<=128k"; else empty
};

/// What is known of a model; what is not is empty or 0.
struct listed_model {
    std::string model;
    std::string name;
    std::string provider;
    std::vector<std::string> capabilities;  // TG, VU, IG, …
    std::vector<std::string> input;         // text, image, …
    std::vector<std::string> output;
    std::vector<std::string> features;
    std::int64_t context = 0;
    std::int64_t max_input = 0;
    std::int64_t max_output = 0;
    std::vector<listed_price> prices;
};

/// The compiled-in table, in its order.
std::vector<listed_model> table_models();

/// The path of one page of the native list; pages count from 1.
std::string native_models_path(std::size_t page);
inline constexpr std::string_view compatible_models_path = "/compatible-mode/v1/models";

struct model_page {
    std::vector<listed_model> models;
    std::size_t total = 0;  // of all pages, as far as it is told
};

/// Reads a page of the native list, or the compatible one.
model_page read_models(json::value const& answer);

/// Fills what a list does not tell from the table, by exact name.
void add_known_facts(std::vector<listed_model>& models);

/// The words for capabilities that callers choose by: "text", "vision", …
std::span<std::string_view const> capability_words();

/// Whether a model has the capability (one of capability_words, or empty for any).
bool has_capability(listed_model const& model, std::string_view word);
/// Whether each word of `query` is in the model's name, its provider or its features, whatever its case.
bool mentions(listed_model const& model, std::string_view query);

}  // namespace dashscope
