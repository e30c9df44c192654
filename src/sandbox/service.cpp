#include "sandbox/service.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/openapi.hpp"
#include "sandbox/quirks.hpp"
#include "sandbox/router.hpp"
#include "sandbox/uploads.hpp"

#include <optional>

namespace sandbox {
namespace {

constexpr std::size_t most_remembered = 100'000;

failure not_found() {
    auto error = to_failure(*find_error("NotFound"));
    error.message = "Request path not found.";
    return error;
}

failure wrong_method(std::string_view method) {
    auto error = invalid_parameter("Request method '" + std::string(method) + "' is not supported.");
    error.status = 405;
    error.from_model = false;
    return error;
}

/// Why the key is refused; nothing when it is good. The real service never says more than this.
std::optional<failure> check_key(request const& asked) {
    constexpr std::string_view scheme = "Bearer ";
    auto error = to_failure(*find_error("InvalidApiKey"));
    auto field = asked.field("authorization");
    if (!field || field->empty()) {
        error.compatible_code.clear();
        error.message =
            "You didn't provide an API key. You need to provide your API key in an Authorization header "
            "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY). ";
        error.native_message = "No API-key provided.";
        return error;
    }
    bool bearer = field->starts_with(scheme);
    auto key = bearer ? field->substr(scheme.size()) : std::string_view{};
    if (key.starts_with("sk-") && key.size() > 3 && key != "sk-invalid") return std::nullopt;
    return error;
}

std::optional<plan> check_access(access who, exchange const& context) {
    if (who == access::with_signature) return check_openapi(context);
    if (auto refused = check_key(context.asked)) return error_plan(*refused, context.shape, context.request_id);
    return std::nullopt;
}

/// The headers of the recordings that clients may log, and the sandbox's own.
void add_headers(plan& answer, exchange const& context) {
    answer.set("x-request-id", context.request_id);
    answer.set("X-Sandbox", "dashscope-mcp");
    if (answer.status == 502) return;  // a gateway's page has none of them
    answer.set("x-dashscope-call-gateway", "true");
    answer.set("req-cost-time", std::to_string(1 + context.seed % 400));
    answer.set("server", "istio-envoy");
}

std::uint64_t seed_of(request const& asked, std::uint64_t seed) {
    auto value = hash(asked.method, seed);
    value = hash(asked.path, value);
    value = hash(asked.query, value);
    return hash(asked.body, value);
}

}  // namespace

service::service(options settings) : settings_(std::move(settings)), schedule_(settings_) {
    check_quirks(settings_);
    if (!settings_.data_directory.empty()) kept_.of<archive>().keep_in(settings_.data_directory);
}

std::string exchange::origin() const {
    std::string_view scheme = settings.certificate_file.empty() ? "http://" : "https://";
    return std::string(scheme) + std::string(asked.field("host").value_or("127.0.0.1"));
}

std::int64_t exchange::unix_time() const {
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

plan service::answer(request const& asked, std::chrono::system_clock::time_point now) {
    auto seed = seed_of(asked, settings_.seed);
    exchange context{asked, settings_, {}, shape_of(asked.path), generator(seed).uuid(), seed, count(asked, seed),
                     kept_, now};
    auto result = route(asked, context);
    add_headers(result, context);
    return result;
}

plan service::route(request const& asked, exchange& context) {
    auto where = find_endpoint(asked.method, asked.path);
    if (!where.found && where.allowed.empty()) return error_plan(not_found(), context.shape, context.request_id);
    if (!where.found) {
        auto refusal = error_plan(wrong_method(asked.method), context.shape, context.request_id);
        refusal.set("Allow", where.allowed);
        return refusal;
    }
    context.shape = where.found->shape;
    context.segments = std::move(where.segments);
    if (where.found->who == access::open) return where.found->run(context);
    if (auto refused = check_access(where.found->who, context)) return *refused;
    auto const fault = schedule_.next();
    // What is refused is not processed: no task begins, nothing is kept.
    if (fault.kind == fault_kind::error) return delayed(apply(fault, {}, context.shape, context.request_id));
    if (auto refused = check_references(context))
        return delayed(error_plan(*refused, context.shape, context.request_id));
    auto result = where.found->run(context);
    auto latency = result.latency.value_or(settings_.latency);
    result = apply(fault, std::move(result), context.shape, context.request_id);
    result.latency = latency;
    return result;
}

plan service::delayed(plan answer) const {
    answer.latency = settings_.latency;
    return answer;
}

std::size_t service::count(request const& asked, std::uint64_t seed) {
    constexpr std::string_view marker = "[[fail-times:";
    bool const marked =
        asked.body.find(marker) != std::string::npos || percent_decoded(asked.query).find(marker) != std::string::npos;
    if (!marked) return 0;
    if (seen_.size() >= most_remembered) seen_.clear();
    return seen_[seed]++;
}

}  // namespace sandbox
