#pragma once
// Long text cut into parts that an endpoint takes, at ends of sentences where there are any.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

enum class text_unit {
    characters,  // Unicode code points
    tokens,      // of Qwen's tokenizer, estimated from above
};

struct text_limit {
    std::size_t most;
    text_unit unit = text_unit::characters;
};

std::size_t measure(std::string_view text, text_unit unit);

/// Parts of at most `limit` in their order, without blanks around them; blank ones are left out. A part ends with a line
/// or a sentence (。！？…；. ! ? with the quotes and brackets that close behind them), else with a clause, else at a
/// blank, else within a word, but never within a character. Bytes that are not UTF-8 count as characters.
std::vector<std::string> split_text(std::string_view text, text_limit limit);

}  // namespace dashscope
