#include "sandbox/app_sessions.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view kind = "app-session";
constexpr std::int64_t longest_idle = 3600;
constexpr std::size_t most_rounds = 50;

bool is_name(std::string_view id) {
    return !id.empty() && id.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz-_") == std::string_view::npos;
}

}  // namespace

app_session open_app_session(std::string_view id, exchange const& context) {
    auto const& kept = context.kept.of<archive>();
    auto const bytes = is_name(id) ? kept.get(kind, id) : std::nullopt;
    if (bytes) {
        auto const body = json::parse(*bytes).as_object();
        auto prompts = strings_member(body, "prompts");
        auto const idle = context.unix_time() - static_cast<std::int64_t>(number_member(body, "used").value_or(0));
        if (idle <= longest_idle && prompts.size() < most_rounds) return {std::string(id), std::move(prompts)};
    }
    auto const serial = kept.names(kind).size();
    return {generator(hash("session", context.seed + serial)).hex(32), {}};
}

void add_round(app_session session, std::string_view prompt, exchange const& context) {
    session.prompts.emplace_back(prompt);
    json::array prompts(session.prompts.begin(), session.prompts.end());
    json::object body{{"used", context.unix_time()}, {"prompts", std::move(prompts)}};
    context.kept.of<archive>().put(kind, session.id, json::serialize(body));
}

}  // namespace sandbox
