#include "dashscope/openapi.hpp"

#include "dashscope/client.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "net/url.hpp"
#include "seal/digest.hpp"
#include "seal/random.hpp"

#include <boost/json/serialize.hpp>

namespace dashscope {

namespace {

constexpr std::string_view where_to_put =
    "Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (with STS also ALIBABA_CLOUD_SECURITY_TOKEN) "
    "in "
    "the environment of this server, or access_key_id and access_key_secret in ~/.bailian/config.json. A RAM user of "
    "the "
    "account needs the policy AliyunBailianDataFullAccess and must be a member of the workspace. To try everything "
    "without, start the server with --sandbox.";

std::string form_text(text_pairs const& form) {
    std::string text;
    for (auto const& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += net::percent_encode(name) + "=" + net::percent_encode(value);
    }
    return text;
}

void set_body(net::client_request& request, openapi_request const& asked) {
    if (!asked.form.empty()) {
        request.body = form_text(asked.form);
        request.fields.set("content-type", "application/x-www-form-urlencoded");
    } else if (!asked.body.is_null()) {
        request.body = json::serialize(asked.body);
        request.fields.set("content-type", "application/json; charset=utf-8");
    }
}

// The names and their order are those of Alibaba Cloud's own SDKs.
void set_fields(net::client_request& request, openapi_request const& asked, access_key const& key,
                acs3_moment const& moment) {
    bool const temporary = !key.security_token.empty();
    auto& fields = request.fields;
    fields.set("accept", "application/json");
    fields.set("x-acs-version", openapi_version);
    fields.set("x-acs-action", asked.action);
    fields.set("x-acs-date", acs3_date(moment.now));
    fields.set("x-acs-signature-nonce", moment.nonce);
    fields.set("x-acs-content-sha256", seal::sha256_hex(request.body));
    fields.set("x-acs-credentials-provider", temporary ? "static_sts" : "static_ak");
    if (!temporary) return;
    fields.set("x-acs-accesskey-id", key.id);
    fields.set("x-acs-security-token", key.security_token);
}

}  // namespace

openapi_credential openapi_credential_of(settings const& from) {
    return {{from.access_key_id, from.access_key_secret, from.security_token}, from.openapi};
}

std::string openapi_path(std::initializer_list<std::string_view> segments) {
    std::string path;
    for (auto const segment : segments) path += "/" + net::percent_encode(segment);
    return path;
}

acs3_moment this_moment() {
    return {std::chrono::system_clock::now(), seal::random_id(24)};
}

net::client_request make_openapi_request(openapi_credential const& who, operation const& what,
                                         openapi_request const& asked, call_options const& options,
                                         acs3_moment const& moment) {
    net::client_request request;
    request.method = what.method;
    request.to.where = who.where;
    request.on_sending = options.on_sending;
    set_body(request, asked);
    set_fields(request, asked, who.key, moment);
    for (auto const& field : options.more) request.fields.set(field.name, field.value);

    acs3_message message{what.method, asked.path, asked.query, request.fields};
    message.fields.set("host", who.where.authority());
    request.fields.set("Authorization", acs3_authorization(who.key, message));
    request.to.target = asked.query.empty() ? asked.path : asked.path + "?" + acs3_query(asked.query);
    return request;
}

void check_access_key(access_key const& key, error_context const& words) {
    auto const refuse = [&](std::string_view why) {
        throw failure(error_kind::invalid_access_key, words.what + std::string(why) + std::string(where_to_put));
    };
    if (key.id.empty() && key.secret.empty()) refuse(" needs an AccessKey pair of Alibaba Cloud. ");
    if (key.id.empty()) refuse(" failed. There is an AccessKey secret, but no id. ");
    if (key.secret.empty()) refuse(" failed. There is an AccessKey id, but no secret. ");
    for (auto const* part : {&key.id, &key.secret, &key.security_token}) {
        if (is_placeholder(*part)) refuse(" failed. The AccessKey is a placeholder that nobody replaced. ");
        if (!part->empty() && !is_valid_api_key(*part))
            refuse(" failed. The AccessKey holds blanks, quotes or characters that none has. ");
    }
}

platform::task<json::value> call_openapi(client& api, openapi_credential who, operation what, openapi_request asked,
                                         call_options options) {
    call_context context;
    context.words = {what.what, what.model, who.where, true};
    // The secret itself is never sent; the token is, and error texts repeat what was signed.
    context.secret = who.key.security_token.empty() ? who.key.secret : who.key.security_token;
    context.repeats = what.repeats;
    check_access_key(who.key, context.words);
    auto make = [&] { return make_openapi_request(who, what, asked, options, this_moment()); };
    auto answer = co_await api.send(make, std::move(context), options);
    co_return answer;
}

}  // namespace dashscope
