#include "tools/name_choice.hpp"

#include "platform/ascii.hpp"
#include "tools/user.hpp"

#include <algorithm>

namespace tools {

std::vector<std::string> meanings_of(std::string_view given, std::vector<std::string> const& known) {
    std::vector<std::string> found;
    if (given.empty()) return found;
    auto const wanted = platform::lower_case(given);
    for (auto const& each : known) {
        auto const name = platform::lower_case(each);
        if (name == wanted) return {};
        if (name.find(wanted) != std::string::npos) found.push_back(each);
    }
    return found;
}

platform::task<std::string> settled_name(mcp::request_context& context, std::string field, std::string given,
                                         std::vector<std::string> known, bool dry_run) {
    // What fits into a form, and leaves room for the name itself.
    constexpr std::size_t most = 19;
    if (dry_run || !can_ask_user(context)) co_return given;
    auto options = meanings_of(given, known);
    if (options.size() < 2) co_return given;
    if (options.size() > most) options.resize(most);
    options.push_back(given);
    auto message = "Which " + field + " is meant by \"" + given + "\"? The last of the list tries it as it is.";
    auto chosen = co_await ask_for_choice(context, std::move(field), std::move(message), std::move(options));
    co_return chosen;
}

}  // namespace tools
