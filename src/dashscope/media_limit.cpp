#include "dashscope/media_limit.hpp"

namespace dashscope {

namespace {

std::vector<std::string> media_types(media_limit const& limit) {
    std::vector<std::string> types;
    auto rest = limit.types;
    while (!rest.empty()) {
        auto end = rest.find(',');
        types.push_back(std::string(media::name_of(limit.what)) + "/" + std::string(rest.substr(0, end)));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return types;
}

}  // namespace

media_rules rules_for(media_limit const& limit, std::string_view argument) {
    media_rules rules;
    rules.name = std::string(argument);
    rules.kinds = {limit.what};
    rules.types = media_types(limit);
    rules.max_bytes = std::uint64_t{limit.max_megabytes} << 20;
    rules.min_side = limit.min_side;
    rules.max_side = limit.max_side;
    rules.max_ratio = limit.max_ratio;
    rules.data_uri_allowed = limit.data_uri;
    return rules;
}

}  // namespace dashscope
