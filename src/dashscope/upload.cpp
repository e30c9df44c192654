#include "dashscope/upload.hpp"

#include "dashscope/body_sources.hpp"
#include "dashscope/client.hpp"
#include "dashscope/fields.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/storage_error.hpp"
#include "media/probe.hpp"

#include <algorithm>
#include <random>

namespace dashscope {

namespace {

constexpr int attempts = 3;
constexpr std::chrono::milliseconds first_pause{300};
constexpr std::size_t longest_name = 80;
// A line of 50 KB/s must do, if it must.
constexpr std::uint64_t slowest_bytes_per_second = 50'000;

failure bad_policy(std::string_view why) {
    return {error_kind::bad_answer, "Uploading failed. The upload permission that DashScope gave " + std::string(why) +
                                        ". Check the base URL and any proxy on the way."};
}

std::string required(json::object const& from, std::string_view name) {
    auto const text = string_at(from, name);
    if (text.empty()) throw bad_policy("has no " + std::string(name));
    return std::string(text);
}

std::uint64_t megabytes_at(json::object const& from, std::string_view name) {
    auto const* value = from.if_contains(name);
    boost::system::error_code wrong;
    auto const number = value ? value->to_number<double>(wrong) : 0;
    // Above 8 TB it is no limit.
    return wrong || !(number > 0) || number > 8e6 ? 0 : static_cast<std::uint64_t>(number * 1024 * 1024);
}

bool is_safe(net::origin const& host, net::origin const& base) {
    return host.tls || host == base || (net::is_loopback(host.host) && net::is_loopback(base.host));
}

std::string new_boundary() {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string text = "dashscope-mcp-";
    for (int i = 0; i < 32; ++i) text += digits[random() % 16];
    return text;
}

void add_field(std::string& form, std::string_view boundary, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    form.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(name);
    form.append("\"\r\n\r\n").append(value).append("\r\n");
}

std::string key_of(upload_policy const& with, std::string_view name) {
    return with.folder + "/" + std::string(name);
}

std::string too_large(std::string_view name, std::uint64_t size, std::uint64_t limit) {
    auto const in_mb = [](std::uint64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB"; };
    return "Uploading " + std::string(name) + " failed. It has " + in_mb(size) + "; the temporary storage takes " +
           in_mb(limit) + " at most. Make it smaller, or give a URL.";
}

net::client_request form_request(upload_policy const& with, upload_content const& what) {
    auto const boundary = new_boundary();
    net::client_request request;
    request.method = "POST";
    request.to = with.host;
    request.fields.set("Content-Type", "multipart/form-data; boundary=" + boundary);
    request.source = joined_source({memory_source(form_head(with, what.name, what.type, boundary)), what.bytes,
                                    memory_source(form_tail(boundary))});
    request.limits.total = std::chrono::seconds(120 + what.bytes->size() / slowest_bytes_per_second);
    return request;
}

/// One upload with one permission.
platform::task<void> send_form(net::client& http, upload_policy const& with, upload_content const& what,
                               call_context const& context, std::optional<storage_error>& refused) {
    net::client_response response;
    try {
        response = co_await http.send(form_request(with, what));
    } catch (net::client_error const& error) {
        throw lost(error, context);
    }
    if (response.status < 200 || response.status > 299) refused = read_storage_error(response.status, response.body);
}

platform::task<upload_policy> get_policy(client& api, credential who, operation what, std::string const& model) {
    auto const path = upload_policy_path(model);
    auto const base = who.base;
    call_options options;
    options.timeout = std::chrono::seconds(60);
    auto const answer = co_await api.call(std::move(who), std::move(what), path, nullptr, std::move(options));
    co_return read_upload_policy(answer, base);
}

}  // namespace

upload_policy read_upload_policy(json::value const& answer, net::origin const& base) {
    auto const* whole = answer.if_object();
    auto const* data = whole ? object_at(*whole, "data") : nullptr;
    if (!data) throw bad_policy("has no data");
    upload_policy made;
    made.policy = required(*data, "policy");
    made.signature = required(*data, "signature");
    made.access_key_id = required(*data, "oss_access_key_id");
    made.folder = required(*data, "upload_dir");
    made.acl = string_at(*data, "x_oss_object_acl");
    made.forbid_overwrite = string_at(*data, "x_oss_forbid_overwrite");
    made.max_bytes = megabytes_at(*data, "max_file_size_mb");
    auto const host = net::parse_url(required(*data, "upload_host"));
    if (!host) throw bad_policy("names no host");
    if (!is_safe(host->where, base)) throw bad_policy("names a host without encryption: " + host->where.text());
    made.host = *host;
    // They become lines of a form.
    for (auto const* value :
         {&made.policy, &made.signature, &made.access_key_id, &made.folder, &made.acl, &made.forbid_overwrite})
        if (std::ranges::any_of(*value, [](unsigned char c) { return c < ' '; }))
            throw bad_policy("holds a line break");
    while (made.folder.ends_with('/')) made.folder.pop_back();
    return made;
}

std::string upload_name(std::string_view file_name, std::string_view extension) {
    auto const is_kept = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    std::string name;
    for (char c : file_name.substr(file_name.find_last_of("/\\") + 1)) {
        if (is_kept(c))
            name += c;
        else if (!name.ends_with('_'))
            name += '_';
    }
    bool const has_extension = media::kind_by_name(name) != media::kind::unknown;
    if (!has_extension && !extension.empty()) name.append(".").append(extension);
    // The end tells what it is.
    if (name.size() > longest_name) name.erase(0, name.size() - longest_name);
    if (name.starts_with('.')) name.insert(0, "file");
    return name.empty() ? "file" : name;
}

std::string upload_policy_path(std::string_view model) {
    return "/api/v1/uploads?action=getPolicy&model=" + net::percent_encode(model);
}

std::string form_head(upload_policy const& with, std::string_view name, std::string_view type,
                      std::string_view boundary) {
    std::string form;
    add_field(form, boundary, "OSSAccessKeyId", with.access_key_id);
    add_field(form, boundary, "Signature", with.signature);
    add_field(form, boundary, "policy", with.policy);
    add_field(form, boundary, "x-oss-object-acl", with.acl);
    add_field(form, boundary, "x-oss-forbid-overwrite", with.forbid_overwrite);
    add_field(form, boundary, "key", key_of(with, name));
    add_field(form, boundary, "success_action_status", "200");
    add_field(form, boundary, "x-oss-content-type", type);
    form.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
    form.append(name).append("\"\r\nContent-Type: ");
    form.append(type.empty() ? std::string_view("application/octet-stream") : type).append("\r\n\r\n");
    return form;
}

std::string form_tail(std::string_view boundary) {
    return "\r\n--" + std::string(boundary) + "--\r\n";
}

platform::task<std::string> upload(client& api, net::client& http, credential who, std::string model,
                                   upload_content what) {
    auto const doing = "Uploading " + what.name;
    call_context const context{{doing, model, who.base}, who.api_key, op_class::read};
    for (int attempt = 1;; ++attempt) {
        auto const with = co_await get_policy(api, who, {doing, op_class::read, "GET", model}, model);
        if (with.max_bytes > 0 && what.bytes->size() > with.max_bytes)
            throw failure(error_kind::file_problem, too_large(what.name, what.bytes->size(), with.max_bytes));
        std::optional<storage_error> refused;
        std::optional<failure> failed;
        try {
            co_await send_form(http, with, what, context, refused);
            if (!refused) co_return "oss://" + key_of(with, what.name);
            failed = upload_failure(doing, *refused);
        } catch (failure const& error) {
            failed = error;
        }
        bool const passes = refused ? refused->is_passing() : facts_of(*failed).transient;
        if (attempt == attempts || !passes || !what.repeatable) throw *failed;
        platform::timer pause(co_await boost::asio::this_coro::executor, first_pause * attempt);
        co_await pause.async_wait(platform::use_task);
    }
}

}  // namespace dashscope
