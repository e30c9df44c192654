#include "support.hpp"

#include "sandbox/acs3.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox_test {

sandbox::request get(std::string path) {
    return {"GET", std::move(path), {}, {}, {{"authorization", "Bearer sk-test"}}};
}

sandbox::request post_chat(std::string body) {
    return {"POST", "/compatible-mode/v1/chat/completions", {}, std::move(body), {{"authorization", "Bearer sk-test"}}};
}

sandbox::request send(std::string method, std::string path, std::string body, std::string query) {
    return {
        std::move(method), std::move(path), std::move(query), std::move(body), {{"authorization", "Bearer sk-test"}}};
}

sandbox::request sign(sandbox::request asked, signer const& with) {
    static int nonces = 0;
    auto const nonce = with.nonce.empty() ? "nonce-" + std::to_string(++nonces) : with.nonce;
    asked.fields = {{"host", "127.0.0.1:8900"},
                    {"x-acs-action", "Test"},
                    {"x-acs-content-sha256", sandbox::sha256_hex(asked.body)},
                    {"x-acs-date", with.date},
                    {"x-acs-signature-nonce", nonce},
                    {"x-acs-version", "2023-12-29"}};
    if (!with.token.empty()) {
        asked.fields.push_back({"x-acs-accesskey-id", with.access_key_id});
        asked.fields.push_back({"x-acs-security-token", with.token});
    }
    if (!asked.body.empty()) asked.fields.push_back({"content-type", "application/x-www-form-urlencoded"});
    std::vector<std::string> names;
    for (auto const& field : asked.fields) names.push_back(field.name);
    std::string joined;
    for (auto const& name : names) joined += (joined.empty() ? "" : ";") + name;
    auto const signature = sandbox::acs3_signature(with.secret, sandbox::canonical_request(asked, names));
    asked.fields.push_back({"authorization", "ACS3-HMAC-SHA256 Credential=" + with.access_key_id +
                                                 ",SignedHeaders=" + joined + ",Signature=" + signature});
    return asked;
}

std::chrono::system_clock::time_point signing_time() {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'795'248'000));
}

sandbox::plan answer(sandbox::request const& asked, sandbox::options settings) {
    return sandbox::service(std::move(settings)).answer(asked);
}

std::string chat_body(std::string_view text, std::string_view more, std::string_view model) {
    auto body = "{\"model\":" + json::serialize(json::value(model)) +
                ",\"messages\":[{\"role\":\"user\",\"content\":" + json::serialize(json::value(text)) + "}]";
    if (!more.empty()) body += "," + std::string(more);
    return body + "}";
}

sandbox::plan chat(std::string_view text, std::string_view more, std::string_view model) {
    return answer(post_chat(chat_body(text, more, model)));
}

json::value body_of(sandbox::plan const& answer) {
    return json::parse(answer.body());
}

std::string header(sandbox::plan const& answer, std::string_view name) {
    for (auto const& field : answer.fields)
        if (field.name == name) return field.value;
    return {};
}

std::vector<std::string> data_lines(sandbox::plan const& answer) {
    std::vector<std::string> lines;
    auto text = answer.body();
    for (std::size_t begin = 0; begin < text.size();) {
        auto end = text.find('\n', begin);
        auto line = text.substr(begin, end - begin);
        if (line.starts_with("data: ") && line != "data: [DONE]") lines.push_back(line.substr(6));
        if (end == std::string::npos) break;
        begin = end + 1;
    }
    return lines;
}

std::vector<json::value> chunks(sandbox::plan const& answer) {
    std::vector<json::value> all;
    for (auto const& line : data_lines(answer)) all.push_back(json::parse(line));
    return all;
}

std::string joined(std::vector<json::value> const& chunks, std::string_view member, std::size_t choice) {
    std::string text;
    for (auto const& chunk : chunks) {
        auto const& choices = chunk.at("choices").as_array();
        if (choices.empty() || choices[0].at("index").to_number<std::size_t>() != choice) continue;
        auto const* piece = choices[0].at("delta").as_object().if_contains(member);
        if (piece && piece->is_string()) text += piece->get_string();
    }
    return text;
}

std::string at(json::value const& from, std::string_view pointer) {
    boost::system::error_code error;
    auto const* found = from.find_pointer(pointer, error);
    if (!found) return "(absent)";
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace sandbox_test
