#include "cli/doctor_remote.hpp"

#include "dashscope/app_memory.hpp"
#include "dashscope/client.hpp"
#include "dashscope/key_check.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "tools/marketplace.hpp"

#include <algorithm>

namespace cli {

namespace {

using dashscope::error_kind;

constexpr std::chrono::seconds patience{20};

dashscope::call_options quick() {
    dashscope::call_options options;
    options.timeout = patience;
    return options;
}

std::string keys_page(dashscope::settings const& settings) {
    return std::string(dashscope::api_key_console(settings.where));
}

void tell_clock(diagnosis& into, std::chrono::seconds ahead) {
    auto const off = std::chrono::abs(ahead);
    auto const text = off.count() == 0 ? "agrees with DashScope's"
                                       : "is " + std::to_string(off.count()) + " s " +
                                             (ahead.count() > 0 ? "ahead of" : "behind") + " DashScope's";
    constexpr auto fix = "set it, for example by timedatectl set-ntp true";
    // The signature of an AccessKey pair holds for 15 minutes.
    if (off >= std::chrono::minutes(14)) return into.add(outlook::failed, "clock", text, fix);
    if (off >= std::chrono::minutes(1)) return into.add(outlook::warning, "clock", text, fix);
    into.add(outlook::good, "clock", text);
}

void tell_models(diagnosis& into, dashscope::settings const& settings, std::vector<std::string> const& models) {
    std::string missing;
    for (auto const what : dashscope::all_capabilities()) {
        auto const model = settings.model_for(what);
        if (std::find(models.begin(), models.end(), model) == models.end())
            missing +=
                (missing.empty() ? "" : ", ") + std::string(model) + " (" + std::string(capability_name(what)) + ")";
    }
    auto const count = std::to_string(models.size()) + " are listed for this key";
    if (missing.empty()) return into.add(outlook::good, "models", count + ", all defaults among them");
    // The list need not be complete: pictures, films and speech are often not in it.
    into.add(outlook::info, "models", count + "; the list need not have " + missing);
}

void tell_connection(diagnosis& into, dashscope::settings const& settings, dashscope::key_trial const& trial) {
    auto const lost = trial.why ? trial.why->transport() : std::nullopt;
    if (lost == net::client_errc::tls_failed)
        return into.add(
            outlook::failed, "tls", trial.why->text(),
            "behind a proxy that opens TLS name its authority with --ca-file or SSL_CERT_FILE; else install "
            "ca-certificates");
    if (lost)
        return into.add(outlook::failed, "connection", trial.why->text(),
                        "check the network, the proxy variables and the base URL");
    into.add(outlook::good, "connection", settings.base.text() + " answers");
    if (settings.base.tls) into.add(outlook::good, "tls", "its certificate is trusted");
}

platform::task<void> tell_refused(diagnosis& into, tools::services with, std::string why) {
    auto const& settings = with.settings;
    auto const home = co_await dashscope::find_home(with.http, settings.api_key,
                                                    dashscope::hosts_of_other_regions(settings.base), patience);
    auto const where = home ? dashscope::region_of_host(home->host) : std::nullopt;
    if (where) {
        std::string const name(dashscope::region_name(*where));
        into.add(outlook::failed, "api_key", "it is a key of " + name + ", but " + settings.base.host + " was asked",
                 "set DASHSCOPE_REGION=" + name + ", or run dashscope-mcp login again, which notices");
        co_return;
    }
    into.add(outlook::failed, "api_key", std::move(why),
             "copy a key of this region from " + keys_page(settings) + " and run dashscope-mcp login");
}

/// False when nothing more can be asked with this key.
platform::task<bool> ask_about_key(diagnosis& into, tools::services with) {
    auto const& settings = with.settings;
    if (settings.api_key.empty()) {
        into.add(outlook::failed, "api_key", "there is none",
                 "get one at " + keys_page(settings) + " and run dashscope-mcp login, or set DASHSCOPE_API_KEY");
        co_return false;
    }
    auto who = tools::operator_credential(with);
    auto const trial = co_await dashscope::try_key(with.http, std::move(who), settings.workspace_id, patience);
    bool const asked = trial.clock_ahead || !trial.why || trial.why->transport() || trial.why->api().http_status != 0;
    if (asked) tell_connection(into, settings, trial);
    if (trial.clock_ahead) tell_clock(into, *trial.clock_ahead);
    auto const shown = dashscope::masked(settings.api_key);
    if (trial.verdict == dashscope::key_verdict::refused) {
        co_await tell_refused(into, with, trial.why->text());
        co_return false;
    }
    if (trial.verdict == dashscope::key_verdict::unknown) {
        if (!trial.why->transport())
            into.add(outlook::failed, "api_key", trial.why->text(), "see the text; other checks were left out");
        co_return false;
    }
    into.add(outlook::good, "api_key", shown + " is accepted by " + settings.base.host);
    if (trial.why)
        into.add(outlook::warning, "models", trial.why->text(), "see the text: the key is good, but may not be enough");
    else if (!trial.models.empty())
        tell_models(into, settings, trial.models);
    co_return true;
}

platform::task<void> ask(diagnosis& into, tools::services with, std::string check, std::string path, std::string good) {
    dashscope::operation const what{"The check of " + check, dashscope::op_class::read, "GET"};
    auto who = tools::operator_credential(with);
    auto options = quick();
    options.workspace_id = with.settings.workspace_id;
    std::optional<dashscope::failure> failed;
    try {
        co_await with.api.call(std::move(who), what, std::move(path), nullptr, std::move(options));
    } catch (dashscope::failure const& error) {
        failed = error;
    }
    if (failed)
        into.add(outlook::failed, std::move(check), failed->text(),
                 "see the text; the request id helps DashScope's support");
    else
        into.add(outlook::good, std::move(check), std::move(good));
}

platform::task<void> ask_web_search(diagnosis& into, tools::services with) {
    auto const who = tools::operator_credential(with);
    std::optional<upstream::failure> failed;
    std::size_t count = 0;
    try {
        auto const client = with.servers.to(tools::marketplace_endpoint(with, "WebSearch"));
        auto const list = co_await client->tools(platform::clock::now() + patience);
        count = list.size();
    } catch (upstream::failure const& error) {
        failed = error;
    }
    if (failed)
        into.add(outlook::warning, "web_search", tools::words_for(*failed, "Asking WebSearch", "WebSearch", who),
                 "activate WebSearch once, free of charge: https://bailian.console.aliyun.com/?tab=mcp#/mcp-market");
    else
        into.add(outlook::good, "web_search",
                 "activated, with " + std::to_string(count) + " tool" + (count == 1 ? "" : "s"));
}

// Listing memories is free, and the signature is looked at before anything else.
platform::task<void> ask_with_signature(diagnosis& into, tools::services with) {
    auto const& settings = with.settings;
    if (settings.access_key_id.empty() && settings.access_key_secret.empty()) {
        into.add(outlook::info, "access_key",
                 "no AccessKey pair: knowledge bases and memories of applications need one");
        co_return;
    }
    dashscope::app_memory_wish wish;
    wish.workspace = settings.workspace_id.empty() ? "none" : settings.workspace_id;
    wish.max_results = 1;
    auto made = dashscope::make_app_memory_request(wish);
    dashscope::operation const what{"The check of the AccessKey pair", dashscope::op_class::read, made.method};
    auto who = dashscope::openapi_credential_of(settings);
    std::optional<dashscope::failure> failed;
    try {
        co_await dashscope::call_openapi(with.api, std::move(who), what, std::move(made.request), quick());
    } catch (dashscope::failure const& error) {
        failed = error;
    }
    auto const shown = dashscope::masked(settings.access_key_id) + " signs for " + settings.openapi.host;
    if (!failed)
        into.add(outlook::good, "access_key", shown);
    else if (failed->transport() || failed->api().http_status == 0 || failed->kind() == error_kind::invalid_access_key)
        into.add(
            outlook::failed, "access_key", failed->text(),
            "check ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, the security token and the clock");
    else
        into.add(
            outlook::warning, "access_key", shown + ", but: " + failed->text(),
            "set BAILIAN_WORKSPACE_ID, and give the RAM user AliyunBailianDataFullAccess and a place in the workspace");
}

}  // namespace

platform::task<bool> ask_dashscope(diagnosis& into, tools::services with) {
    bool const good = co_await ask_about_key(into, with);
    if (good) {
        auto const model = std::string(with.settings.model_for(dashscope::capability::vision));
        co_await ask(into, with, "uploads", "/api/v1/uploads?action=getPolicy&model=" + model,
                     "files can be uploaded to the temporary storage");
        co_await ask(into, with, "tasks", "/api/v1/tasks/?page_no=1&page_size=1", "tasks can be looked up");
        co_await ask_web_search(into, with);
    }
    co_await ask_with_signature(into, with);
    co_return good;
}

}  // namespace cli
