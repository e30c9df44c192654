#pragma once
// Machine translation by Qwen-MT: a chat request of one user message, its wishes in `translation_options`.

#include "dashscope/chat.hpp"

#include <string>
#include <vector>

namespace dashscope {

struct translation_pair {
    std::string source;
    std::string target;
};

struct translation_request {
    std::string model;
    std::string text;
    std::string source_language;  // empty: told from the text
    std::string target_language;
    std::vector<translation_pair> terms;     // words that are translated so
    std::vector<translation_pair> memories;  // sentences that were translated so
    std::string domain;                      // in English: what kind of text it is, in what style it is to be
    json::object parameters;
};

/// Languages are brought to the names of the API (dashscope/language.hpp).
chat_request make_chat(translation_request const& from);

}  // namespace dashscope
