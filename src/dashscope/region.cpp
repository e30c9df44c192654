#include "dashscope/region.hpp"

#include "net/message.hpp"

#include <array>

namespace dashscope {

namespace {

struct row {
    region id;
    std::string_view name;
    std::string_view host;  // empty: only workspace hosts
    std::array<std::string_view, 4> aliases;
    std::string_view api_keys;
};

// Sources: catalogue §1.1; consoles as the official documentation links them.
constexpr row rows[] = {
    {region::beijing,
     "cn-beijing",
     "dashscope.aliyuncs.com",
     {"cn", "china", "beijing"},
     "https://bailian.console.aliyun.com/cn-beijing/?tab=app#/api-key"},
    {region::singapore,
     "ap-southeast-1",
     "dashscope-intl.aliyuncs.com",
     {"intl", "international", "singapore", "sg"},
     "https://modelstudio.console.alibabacloud.com/ap-southeast-1/?tab=dashboard#/api-key"},
    {region::virginia,
     "us-east-1",
     "dashscope-us.aliyuncs.com",
     {"us", "usa", "virginia"},
     "https://modelstudio.console.alibabacloud.com/us-east-1/?tab=dashboard#/api-key"},
    {region::frankfurt,
     "eu-central-1",
     "",
     {"eu", "germany", "frankfurt", "de"},
     "https://modelstudio.console.alibabacloud.com/eu-central-1/?tab=dashboard#/api-key"},
};

row const& row_of(region where) {
    return rows[static_cast<std::size_t>(where)];
}

bool matches(row const& candidate, std::string_view text) {
    if (net::equal_ignoring_case(candidate.name, text)) return true;
    for (auto alias : candidate.aliases)
        if (!alias.empty() && net::equal_ignoring_case(alias, text)) return true;
    return false;
}

}  // namespace

std::string_view region_name(region where) {
    return row_of(where).name;
}

std::optional<region> parse_region(std::string_view text) {
    for (auto const& candidate : rows)
        if (matches(candidate, text)) return candidate.id;
    return std::nullopt;
}

std::string allowed_regions() {
    std::string list;
    for (auto const& candidate : rows) {
        if (!list.empty()) list += ", ";
        list += std::string(candidate.name) + " (" + std::string(candidate.aliases[0]) + ")";
    }
    return list;
}

std::string dashscope_host(region where, std::string_view workspace_id) {
    auto const& found = row_of(where);
    if (!found.host.empty()) return std::string(found.host);
    if (workspace_id.empty()) return {};
    return std::string(workspace_id) + "." + std::string(found.name) + ".maas.aliyuncs.com";
}

std::string openapi_host(region where) {
    return "bailian." + std::string(region_name(where)) + ".aliyuncs.com";
}

bool is_alibaba_host(std::string_view host) {
    return host == "aliyuncs.com" || host.ends_with(".aliyuncs.com");
}

std::optional<region> region_of_host(std::string_view host) {
    if (!is_alibaba_host(host)) return std::nullopt;
    for (auto const& candidate : rows) {
        if (host == candidate.host) return candidate.id;
        // llm-x.cn-beijing.maas.aliyuncs.com, ep-x.dashscope.cn-beijing.privatelink.aliyuncs.com, vpc-cn-beijing.…
        if (host.find(candidate.name) != std::string_view::npos) return candidate.id;
    }
    return std::nullopt;
}

std::string_view api_key_console(region where) {
    return row_of(where).api_keys;
}

std::string_view model_console(region where) {
    if (where == region::beijing) return "https://bailian.console.aliyun.com/#/model-market";
    return "https://modelstudio.console.alibabacloud.com/#/model-market";
}

std::string_view billing_console(region where) {
    if (where == region::beijing) return "https://billing-cost.console.aliyun.com/";
    return "https://billing-cost.console.alibabacloud.com/";
}

}  // namespace dashscope
