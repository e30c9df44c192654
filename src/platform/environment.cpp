#include "platform/environment.hpp"

#include <unistd.h>

namespace platform {

environment read_environment() {
    environment result;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view const text = *entry;
        auto const equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        result.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return result;
}

std::string_view value_of(environment const& from, std::string_view name) {
    auto const found = from.find(name);
    return found == from.end() ? std::string_view{} : std::string_view{found->second};
}

}  // namespace platform
