#pragma once
// The console of Model Studio (百炼) as its own command line calls it: a gateway with an access token of its own, which
// a login in the browser gives; API keys are not taken (catalogue §1.1, §14).

#include "dashscope/exchange.hpp"
#include "platform/task.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dashscope {

class client;
struct settings;

/// On whose behalf, and where.
struct console_credential {
    std::string token;  // empty: only what is public
    net::origin where;
    std::string region;  // "cn-beijing"
    std::string site;    // "domestic" or "international"
    std::optional<std::int64_t> switch_agent;
};

console_credential console_credential_of(settings const& from);

/// The gateway's host for a region and a site; Beijing's for a region without one.
std::string console_host(std::string_view region, std::string_view site);

/// One API of the console.
struct console_request {
    std::string api;  // "zeldaEasy.broadscope-bailian.app-control.list"
    json::object data;
};

net::client_request make_console_request(console_credential const& who, console_request const& asked,
                                         call_options const& options);

/// Throws failure that says where to get a token, or what is wrong with it.
void check_console_token(console_credential const& who, std::string_view what);

/// Sends it and gives back the answer's JSON. Throws failure, also for a refusal inside HTTP 200.
platform::task<json::value> call_console(client& api, console_credential who, operation what, console_request asked,
                                         call_options options);

/// What is wrong with an answer, one sentence; nothing when it is good.
std::optional<failure> console_refusal(json::value const& answer, std::string_view what);

/// The payload in the gateway's envelopes.
json::object console_payload(json::value const& answer);

/// Applications, as `app_call` takes them.
console_request list_applications(std::string_view name, std::int64_t page, std::int64_t page_size);
struct console_application {
    std::string id;
    std::string name;
    std::vector<std::string> prompt_variables;
};
struct application_page {
    std::vector<console_application> list;
    std::int64_t total = 0;
};
application_page read_applications(json::value const& answer);

/// What is left of the free quota of models.
console_request query_free_quota(std::vector<std::string> const& models);
struct free_quota {
    std::string model;
    std::string status;  // "VALID", …
    std::optional<double> left;
    std::optional<double> total;
    std::optional<std::chrono::system_clock::time_point> until;
};
std::vector<free_quota> read_free_quotas(json::value const& answer);

}  // namespace dashscope
