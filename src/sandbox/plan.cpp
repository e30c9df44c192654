#include "sandbox/plan.hpp"

namespace sandbox {

std::vector<std::string_view> const request_fields = {"authorization",
                                                      "host",
                                                      "content-type",
                                                      "accept",
                                                      "x-dashscope-async",
                                                      "x-dashscope-sse",
                                                      "x-dashscope-workspace",
                                                      "x-dashscope-ossresourceresolve",
                                                      "x-dashscope-datainspection",
                                                      "user-agent",
                                                      "mcp-session-id",
                                                      "mcp-protocol-version",
                                                      "x-bailian-extra",
                                                      "x-acs-accesskey-id",
                                                      "x-acs-action",
                                                      "x-acs-content-sha256",
                                                      "x-acs-credentials-provider",
                                                      "x-acs-date",
                                                      "x-acs-security-token",
                                                      "x-acs-signature-nonce",
                                                      "x-acs-version"};

std::optional<std::string_view> request::field(std::string_view lower_case_name) const {
    for (auto const& candidate : fields)
        if (candidate.name == lower_case_name) return candidate.value;
    return std::nullopt;
}

std::string plan::body() const {
    std::string all;
    for (auto const& part : pieces) all += part.bytes;
    return all;
}

void plan::set(std::string_view name, std::string value) {
    for (auto& candidate : fields) {
        if (candidate.name != name) continue;
        candidate.value = std::move(value);
        return;
    }
    fields.push_back({std::string(name), std::move(value)});
}

plan json_plan(int status, std::string body) {
    plan answer;
    answer.status = status;
    answer.pieces.push_back({std::move(body), {}});
    return answer;
}

plan stream_plan() {
    plan answer;
    answer.content_type = "text/event-stream;charset=UTF-8";
    answer.streamed = true;
    return answer;
}

}  // namespace sandbox
