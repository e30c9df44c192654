#pragma once
// Languages as callers name them and as the endpoints want them: some by name ("Chinese"), others by code ("zh").

#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

/// The English name for a name, a code of ISO 639 ("zh", "zh-CN", "en_US") or the language's own name; "auto" stays.
/// What is not known goes through as it is: models learn languages faster than this table does.
std::string language_name(std::string_view given);

/// The code for the same, without a region but for "zh_tw"; what is not known goes through as it is.
std::string language_code(std::string_view given);

/// The English names that are known, for those who choose.
std::vector<std::string> language_names();

}  // namespace dashscope
