#include "cli/completion.hpp"

#include "cli/command_outline.hpp"
#include "cli/manual.hpp"

#include <algorithm>

namespace cli {

namespace {

using commands = std::vector<outlined_command>;

std::string joined(std::vector<std::string> const& words, std::string_view between = " ") {
    std::string all;
    for (auto const& each : words) all += (all.empty() ? "" : std::string(between)) + each;
    return all;
}

std::vector<std::string> names_of(commands const& all) {
    std::vector<std::string> names;
    for (auto const& each : all)
        if (!each.name.empty()) names.push_back(each.name);
    return names;
}

// Flags, and what may stand without one.
std::string words_of(outlined_command const& of) {
    std::vector<std::string> words;
    for (auto const& option : of.options) {
        auto const& more = option.flags.empty() ? option.choices : option.flags;
        words.insert(words.end(), more.begin(), more.end());
    }
    return joined(words);
}

// A word in single quotes, as POSIX shells and fish understand it.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (char c : text) out += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
    return out + "'";
}

std::string fish_quoted(std::string_view text) {
    std::string out = "'";
    for (char c : text) out += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "'";
}

// What follows a flag that takes a value.
std::string bash_values(commands const& all) {
    std::string out;
    std::vector<std::string> done;
    for (auto const& command : all) {
        for (auto const& option : command.options) {
            if (option.flags.empty() || option.value.empty()) continue;
            if (std::find(done.begin(), done.end(), option.longest()) != done.end()) continue;
            done.push_back(option.longest());
            out += "        " + joined(option.flags, "|") + ")";
            if (!option.choices.empty())
                out += " mapfile -t COMPREPLY < <(compgen -W " + quoted(joined(option.choices)) + " -- \"$current\");";
            else if (option.takes_path())
                out += " compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\");";
            out += " return ;;\n";
        }
    }
    return out;
}

std::string for_bash(commands const& all) {
    std::string out =
        "# bash completion of dashscope-mcp\n_dashscope_mcp() {\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= word\n"
        "    COMPREPLY=()\n    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case $word in\n           "
        " " +
        joined(names_of(all), "|") + ") command=$word; break ;;\n        esac\n    done\n    case $previous in\n" +
        bash_values(all) + "    esac\n    local words=" + quoted(words_of(all.front())) +
        "\n    case $command in\n        '') words+=" + quoted(" " + joined(names_of(all))) + " ;;\n";
    for (auto const& command : all)
        if (!command.name.empty() && !command.options.empty())
            out += "        " + command.name + ") words+=" + quoted(" " + words_of(command)) + " ;;\n";
    return out +
           "    esac\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n"
           "complete -F _dashscope_mcp dashscope-mcp\n";
}

std::string escaped_for_zsh(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_action(outlined_option const& option) {
    if (!option.choices.empty()) return "(" + joined(option.choices) + ")";
    if (option.value == "FILE") return "_files";
    return option.takes_path() ? "_files -/" : " ";
}

std::string zsh_options(outlined_command const& of) {
    std::string out;
    for (auto const& option : of.options) {
        if (option.flags.empty()) {
            out += " " + quoted("*:" + option.name + ":" + zsh_action(option));
            continue;
        }
        auto tail = "[" + escaped_for_zsh(option.help) + "]";
        if (!option.value.empty()) tail += ":" + escaped_for_zsh(option.value) + ":" + zsh_action(option);
        for (auto const& flag : option.flags) {
            auto word = flag;
            if (option.repeats) word.insert(0, "*");
            out += " " + quoted(word.append(tail));
        }
    }
    return out;
}

std::string for_zsh(commands const& all) {
    std::string out = "#compdef dashscope-mcp\n_dashscope_mcp() {\n    local -a common=(" + zsh_options(all.front()) +
                      ")\n    local -a commands=(";
    for (auto const& command : all)
        if (!command.name.empty()) out += " " + quoted(command.name + ":" + escaped_for_zsh(command.help));
    out +=
        ")\n    local context state line\n    typeset -A opt_args\n"
        "    _arguments -C $common '1:command:->command' '*::argument:->argument' && return\n"
        "    case $state in\n    command) _describe command commands ;;\n    argument)\n        case $line[1] in\n";
    for (auto const& command : all)
        if (!command.name.empty())
            out.append("        ")
                .append(command.name)
                .append(") _arguments $common")
                .append(zsh_options(command))
                .append(" ;;\n");
    return out + "        esac ;;\n    esac\n}\n_dashscope_mcp \"$@\"\n";
}

std::string fish_line(std::string const& condition, outlined_option const& option) {
    std::string line = "complete -c dashscope-mcp";
    if (!condition.empty()) line += " -n " + fish_quoted(condition);
    for (auto const& flag : option.flags)
        line += flag.starts_with("--") ? " -l " + flag.substr(2) : " -s " + flag.substr(1);
    if (!option.choices.empty())
        line += (option.flags.empty() ? " -a " : " -x -a ") + fish_quoted(joined(option.choices));
    else if (option.takes_path())
        line += " -r -F";
    else if (!option.value.empty())
        line += " -x";
    return line + (option.flags.empty() ? "" : " -d " + fish_quoted(option.help)) + "\n";
}

std::string for_fish(commands const& all) {
    std::string out = "# fish completion of dashscope-mcp\ncomplete -c dashscope-mcp -f\n";
    auto const none = "not __fish_seen_subcommand_from " + joined(names_of(all));
    for (auto const& command : all) {
        if (!command.name.empty())
            out += "complete -c dashscope-mcp -n " + fish_quoted(none) + " -a " + command.name + " -d " +
                   fish_quoted(command.help) + "\n";
        auto const condition = command.name.empty() ? "" : "__fish_seen_subcommand_from " + command.name;
        for (auto const& option : command.options)
            if (!option.flags.empty() || !option.choices.empty()) out += fish_line(condition, option);
    }
    return out;
}

}  // namespace

std::string completion(CLI::App const& app, std::string_view kind) {
    auto const all = outline(app);
    if (kind == "bash") return for_bash(all);
    if (kind == "zsh") return for_zsh(all);
    if (kind == "fish") return for_fish(all);
    return manual(all);
}

}  // namespace cli
