// The configuration file of the official CLI, whoever wrote it. The first line of the input is the profile, the rest
// the file: it is read, or refused with a settings_error.

#include "dashscope/config_file.hpp"
#include "dashscope/settings.hpp"

#include "support.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto text = fuzz::view(data, size);
    auto const profile = fuzz::take_until(text, '\n');
    try {
        static_cast<void>(dashscope::read_config_file(text, "config.json", profile));
    } catch (dashscope::settings_error const& refused) {
        REQUIRE(std::string_view(refused.what()).find("config.json") != std::string_view::npos);
    }
    dashscope::settings_input input;
    input.file_text = text;
    input.file_path = "config.json";
    if (!profile.empty()) input.flags["profile"] = profile;
    try {
        auto const settings = dashscope::resolve_settings(input);
        REQUIRE(!settings.base.host.empty());
        for (auto const& line : describe(settings)) REQUIRE(!line.name.empty());
    } catch (dashscope::settings_error const& refused) {
        REQUIRE(*refused.what() != '\0');
    }
    return 0;
}
