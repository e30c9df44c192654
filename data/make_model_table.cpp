// Run at build time: make_model_table INPUT.jsonl OUTPUT.cpp. Writes the catalogue as one string of tab-separated lines:
// a table of structs would cost the program's start thousands of relocations.

#include <boost/json/parse.hpp>

#include <fstream>
#include <iostream>
#include <map>
#include <string>

namespace json = boost::json;

namespace {

std::map<std::string, std::string, std::less<>> const units = {
    {"每百万tokens", "1M tokens"}, {"每秒", "second"}, {"每万字符", "10k characters"},
    {"每张", "image"},             {"每次", "call"},   {"次", "call"},
};

std::string text(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string number(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    return value && value->is_int64() ? std::to_string(value->get_int64()) : std::string();
}

std::string list(json::object const& from, std::string_view name) {
    std::string result;
    auto const* value = from.if_contains(name);
    if (!value || !value->is_array()) return result;
    for (auto const& each : value->get_array()) {
        if (!result.empty()) result += ',';
        result += each.as_string();
    }
    return result;
}

std::string prices(json::object const& model) {
    std::string result;
    auto const* all = model.if_contains("prices");
    if (!all || !all->is_array()) return result;
    for (auto const& each : all->get_array()) {
        auto const& price = each.as_object();
        auto const amount = text(price, "price");
        if (amount.empty()) continue;
        auto const unit = units.find(text(price, "unit"));
        if (unit == units.end()) throw std::runtime_error("unknown unit: " + text(price, "unit"));
        if (!result.empty()) result += ';';
        result += text(price, "type") + "=" + amount + "/" + unit->second;
    }
    return result;
}

std::string line_of(json::object const& model) {
    json::object const none;
    auto const* found = model.if_contains("inferenceMetadata");
    auto const& modality = found && found->is_object() ? found->get_object() : none;
    std::string line = text(model, "model");
    for (auto const& field :
         {text(model, "name"), text(model, "provider"), list(model, "capabilities"), list(modality, "request_modality"),
          list(modality, "response_modality"), number(model, "contextWindow"), number(model, "maxInputTokens"),
          number(model, "maxOutputTokens"), list(model, "features"), prices(model)})
        line += "\\t" + field;
    return line + "\\n";
}

}  // namespace

int main(int count, char** words) try {
    if (count != 3) throw std::runtime_error("usage: make_model_table INPUT OUTPUT");
    std::ifstream in(words[1]);
    if (!in) throw std::runtime_error(std::string("can't read ") + words[1]);
    std::ofstream out(words[2]);
    out << "// Generated from data/models-*.jsonl.\n#include \"dashscope/model_table.hpp\"\n\n"
           "namespace dashscope::detail {\n\nextern std::string_view const model_lines =\n";
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) out << "    \"" << line_of(json::parse(line).as_object()) << "\"\n";
    out << "    ;\n\n}  // namespace dashscope::detail\n";
    return out.flush() ? 0 : 1;
} catch (std::exception const& error) {
    std::cerr << "make_model_table: " << error.what() << '\n';
    return 1;
}
