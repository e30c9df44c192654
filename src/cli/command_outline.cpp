#include "cli/command_outline.hpp"

#include "install/clients.hpp"

#include <CLI/CLI.hpp>

namespace cli {

namespace {

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> all;
    while (!list.empty()) {
        auto const end = std::min(list.find(','), list.size());
        all.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return all;
}

// `MODE:{urls,files,inline}`: the kind, then what a check allows.
void read_type(std::string const& type, outlined_option& into) {
    into.value = type.substr(0, type.find(':'));
    auto const open = type.find('{');
    auto const close = type.find('}');
    if (open != std::string::npos && close != std::string::npos)
        into.choices = split(std::string_view(type).substr(open + 1, close - open - 1));
}

outlined_option outlined(CLI::Option const& option) {
    outlined_option made;
    for (auto const& each : option.get_snames()) made.flags.push_back("-" + each);
    for (auto const& each : option.get_lnames()) made.flags.push_back("--" + each);
    made.name = option.get_single_name();
    made.help = option.get_description();
    made.repeats = option.get_items_expected_max() > 1;
    if (option.get_expected_max() > 0) read_type(option.get_type_name(), made);
    if (made.flags.empty() && made.name == "client")
        for (auto const& each : install::all_clients()) made.choices.emplace_back(each.id);
    return made;
}

outlined_command outlined(CLI::App const& app) {
    outlined_command made{app.get_name(), app.get_description(), {}};
    for (auto const* option : app.get_options())
        if (!option->get_group().empty()) made.options.push_back(outlined(*option));
    return made;
}

}  // namespace

std::vector<outlined_command> outline(CLI::App const& app) {
    std::vector<outlined_command> all{outlined(app)};
    all.front().name.clear();
    for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; }))
        if (!command->get_group().empty()) all.push_back(outlined(*command));
    return all;
}

}  // namespace cli
