#include "dashscope/storage_error.hpp"

#include "dashscope/secret.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::size_t longest_message = 300;

std::string unescaped(std::string_view text) {
    struct entity {
        std::string_view name;
        char value;
    };
    constexpr entity entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
    std::string out;
    while (!text.empty()) {
        auto const found =
            std::ranges::find_if(entities, [&](auto const& each) { return text.starts_with(each.name); });
        out += found == std::end(entities) ? text[0] : found->value;
        text.remove_prefix(found == std::end(entities) ? 1 : found->name.size());
    }
    return out;
}

std::string element(std::string_view xml, std::string_view name) {
    auto const open = "<" + std::string(name) + ">";
    auto const begin = xml.find(open);
    if (begin == std::string_view::npos) return {};
    auto const content = xml.substr(begin + open.size());
    return one_line(unescaped(content.substr(0, std::min(content.find('<'), content.size()))), longest_message);
}

struct row {
    std::string_view code;
    std::string_view advice;
};

constexpr row advices[] = {
    {"EntityTooLarge", "The file is larger than the temporary storage takes: make it smaller, or give a URL."},
    {"EntityTooSmall", "The file is empty."},
    {"RequestTimeTooSkewed", "Set this computer's clock."},
    {"AccessDenied", "The upload permission had expired or did not fit: try again."},
    {"FileAlreadyExists", "Try again."},
    {"InvalidPolicyDocument", "Try again."},
    {"RequestTimeout", "The upload was too slow for the storage: try again, or give a URL."},
};

error_kind kind_of(storage_error const& error) {
    if (error.code == "EntityTooLarge" || error.code == "EntityTooSmall") return error_kind::file_problem;
    if (error.http_status >= 500 || error.is_passing()) return error_kind::unavailable;
    if (error.http_status == 404) return error_kind::not_found;
    return error_kind::access_denied;
}

std::string_view advice_for(storage_error const& error) {
    for (auto const& [code, advice] : advices)
        if (error.code == code) return advice;
    return error.http_status >= 500 ? "The storage has trouble: try again in a minute."
                                    : "Try again; if it persists, give a URL and report the request id.";
}

}  // namespace

bool storage_error::is_passing() const {
    if (http_status >= 500 || http_status == 429) return true;
    return code == "FileAlreadyExists" || code == "RequestTimeout" ||
           (code == "AccessDenied" && message.find("xpired") != std::string::npos);
}

storage_error read_storage_error(int http_status, std::string_view body) {
    return {http_status, element(body, "Code"), element(body, "Message"), element(body, "RequestId")};
}

failure storage_failure(error_kind kind, std::string_view what, storage_error const& error, std::string_view advice) {
    auto const status = "HTTP " + std::to_string(error.http_status);
    auto text = std::string(what) + " failed. The storage answered ";
    text += error.code.empty() ? status : error.code + " (" + status + ")";
    if (!error.message.empty()) text += ": " + error.message;
    if (!text.ends_with('.')) text += '.';
    if (!error.request_id.empty()) text += " Request id: " + error.request_id + ".";
    if (!advice.empty()) text.append(" ").append(advice);
    return {kind, std::move(text)};
}

failure upload_failure(std::string_view what, storage_error const& error) {
    return storage_failure(kind_of(error), what, error, advice_for(error));
}

}  // namespace dashscope
