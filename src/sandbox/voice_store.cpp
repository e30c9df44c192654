#include "sandbox/voice_store.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/native.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view kind = "voice";

constexpr std::string_view qwen_voices[] = {
    "Cherry", "Serena",  "Ethan", "Chelsie",  "Nofish",    "Jennifer",   "Ryan", "Katerina", "Elias",
    "Jada",   "Dylan",   "Sunny", "li",       "Li",        "Marcus",     "Roy",  "Peter",    "Rocky",
    "Kiki",   "Eric",    "Tina",  "Momo",     "Vivian",    "Moon",       "Maia", "Kai",      "Bella",
    "Aiden",  "Mia",     "Mochi", "Bellona",  "Vincent",   "Bunny",      "Neil", "Arthur",   "Nini",
    "Ebona",  "Seren",   "Pip",   "Stella",   "Bodega",    "Sonrisa",    "Alek", "Dolce",    "Sohee",
    "Lenn",   "Emilien", "Andre", "Ono Anna", "Radio Gol", "Eldric Sage"};

constexpr std::string_view older_qwen_voices[] = {"Cherry", "Serena", "Ethan", "Chelsie", "Dylan", "Jada", "Sunny"};

bool among(auto const& list, std::string_view voice) {
    return std::ranges::find(list, voice) != std::end(list);
}

}  // namespace

std::optional<json::object> find_voice(std::string_view id, exchange const& context) {
    auto const bytes = context.kept.of<archive>().get(kind, id);
    if (!bytes) return std::nullopt;
    auto voice = json::parse(*bytes).as_object();
    if (member(voice, "deleted") || text_member(voice, "account") != account_of(context)) return std::nullopt;
    return voice;
}

void keep_voice(json::object const& voice, exchange const& context) {
    context.kept.of<archive>().put(kind, text_member(voice, "voice"), json::serialize(voice));
}

std::vector<json::object> voices_of(std::string_view maker, exchange const& context) {
    std::vector<json::object> all;
    for (auto const& id : context.kept.of<archive>().names(kind)) {
        auto voice = find_voice(id, context);
        if (voice && text_member(*voice, "maker") == maker) all.push_back(std::move(*voice));
    }
    std::ranges::sort(all, {}, [](auto const& voice) { return number_member(voice, "serial").value_or(0); });
    return all;
}

std::size_t count_voices(exchange const& context) {
    return context.kept.of<archive>().names(kind).size();
}

bool has_voice(std::string_view model, std::string_view voice, exchange const& context) {
    if (auto const own = find_voice(voice, context)) return text_member(*own, "target_model") == model;
    bool const only_own = model.starts_with("cosyvoice-v3.5") || model.find("-tts-vc") != std::string_view::npos ||
                          model.find("-tts-vd") != std::string_view::npos;
    if (only_own) return false;
    if (model.starts_with("cosyvoice") || model.starts_with("qwen-audio"))
        return voice.starts_with("long") || voice.starts_with("loong");
    return model.starts_with("qwen-tts") ? among(older_qwen_voices, voice) : among(qwen_voices, voice);
}

}  // namespace sandbox
