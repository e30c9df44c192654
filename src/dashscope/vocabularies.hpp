#pragma once
// Lists of hot words for speech recognition (catalogue §8).

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

namespace json = boost::json;

inline constexpr std::string_view vocabulary_path = "/api/v1/services/audio/asr/customization";

struct hot_word {
    std::string text;
    std::optional<std::int64_t> weight;  // 4 where it is not given
    std::string language;
};

json::object create_vocabulary_body(std::string_view target_model, std::string_view prefix,
                                    std::vector<hot_word> const& words);
json::object update_vocabulary_body(std::string_view id, std::vector<hot_word> const& words);
json::object query_vocabulary_body(std::string_view id);
json::object delete_vocabulary_body(std::string_view id);
/// `page` counts from 1.
json::object list_vocabularies_body(std::string_view prefix, int page, int page_size);

}  // namespace dashscope
