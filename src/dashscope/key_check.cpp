#include "dashscope/key_check.hpp"

#include "dashscope/model_list.hpp"
#include "dashscope/region.hpp"

#include <algorithm>
#include <array>

namespace dashscope {

namespace {

// A refusal of what was asked, by somebody who knows the key.
key_verdict verdict_of(error_kind kind) {
    switch (kind) {
        case error_kind::invalid_key:
        case error_kind::wrong_region:
            return key_verdict::refused;
        case error_kind::access_denied:
        case error_kind::not_purchased:
        case error_kind::model_access:
        case error_kind::quota_exhausted:
        case error_kind::free_tier_only:
        case error_kind::arrears:
        case error_kind::rate_limited:
            return key_verdict::accepted;
        default:
            return key_verdict::unknown;
    }
}

void note_clock(key_trial& trial, net::headers const& fields) {
    auto const date = fields.find("Date");
    auto const theirs = date ? parse_http_date(*date) : std::nullopt;
    if (!theirs) return;
    trial.clock_ahead = std::chrono::round<std::chrono::seconds>(std::chrono::system_clock::now() - *theirs);
}

void note_answer(key_trial& trial, net::client_response const& response, call_context const& context) {
    note_clock(trial, response.fields);
    for (auto& each : read_models(decode(response, context, std::chrono::system_clock::now())).models)
        trial.models.push_back(std::move(each.model));
    trial.verdict = key_verdict::accepted;
}

void note_failure(key_trial& trial, failure why) {
    trial.verdict = verdict_of(why.kind());
    trial.why.emplace(std::move(why));
}

}  // namespace

platform::task<key_trial> try_key(net::client& http, credential who, std::string workspace_id,
                                  std::chrono::milliseconds timeout) {
    operation const what{"Checking the API key", op_class::read, "GET"};
    call_context const context{{what.what, {}, who.base}, who.api_key, what.repeats};
    call_options options;
    options.timeout = timeout;
    options.workspace_id = std::move(workspace_id);
    key_trial trial;
    try {
        check_key(who, context.words);
        auto request = make_request(who, what, compatible_models_path, {}, options, false);
        auto const response = co_await http.send(std::move(request));
        note_answer(trial, response, context);
    } catch (failure const& error) {
        note_failure(trial, error);
    } catch (net::client_error const& error) {
        note_failure(trial, lost(error, context));
    }
    co_return trial;
}

std::vector<net::origin> hosts_of_other_regions(net::origin const& base) {
    std::vector<net::origin> others;
    bool known = false;
    for (auto const where : {region::beijing, region::singapore, region::virginia}) {
        net::origin const host{true, dashscope_host(where, {}), 443};
        if (host.host == base.host)
            known = true;
        else
            others.push_back(host);
    }
    if (!known) others.clear();
    return others;
}

platform::task<std::optional<net::origin>> find_home(net::client& http, std::string api_key,
                                                     std::vector<net::origin> candidates,
                                                     std::chrono::milliseconds timeout) {
    for (auto const& each : candidates) {
        credential who{api_key, each};
        auto const trial = co_await try_key(http, std::move(who), {}, timeout);
        if (trial.verdict == key_verdict::accepted) co_return each;
    }
    co_return std::nullopt;
}

}  // namespace dashscope
