#include "conversation.hpp"

#include "support.hpp"

#include "sandbox/canvas.hpp"
#include "sandbox/tone.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox_test {

void conversation::with(std::string name, std::string value) {
    std::erase_if(fields_, [&](net::header const& each) { return each.name == name; });
    if (!value.empty()) fields_.push_back({std::move(name), std::move(value)});
}

sandbox::request conversation::request(std::string method, std::string_view target, std::string body) const {
    constexpr std::string_view origin = "http://sandbox.test:80";
    if (target.starts_with(origin)) target.remove_prefix(origin.size());
    auto const mark = target.find('?');
    std::string query(mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1));
    return {std::move(method), std::string(target.substr(0, mark)), std::move(query), std::move(body), fields_};
}

sandbox::plan conversation::get(std::string_view target) {
    return service_.answer(request("GET", target, {}), now_);
}

sandbox::plan conversation::post(std::string_view target, std::string body) {
    return service_.answer(request("POST", target, std::move(body)), now_);
}

json::value conversation::get_json(std::string_view target) {
    return json::parse(get(target).body());
}

json::value conversation::post_json(std::string_view target, std::string body) {
    return json::parse(post(target, std::move(body)).body());
}

std::string conversation::upload(std::string_view model, std::string_view name, std::string_view bytes) {
    auto const policy = get_json("/api/v1/uploads?action=getPolicy&model=" + std::string(model));
    auto const key = at(policy, "/data/upload_dir") + "/" + std::string(name);
    auto const form = make_form({{"OSSAccessKeyId", at(policy, "/data/oss_access_key_id")},
                                 {"Signature", at(policy, "/data/signature")},
                                 {"policy", at(policy, "/data/policy")},
                                 {"x-oss-object-acl", at(policy, "/data/x_oss_object_acl")},
                                 {"x-oss-forbid-overwrite", at(policy, "/data/x_oss_forbid_overwrite")},
                                 {"key", key},
                                 {"success_action_status", "200"}},
                                name, bytes);
    with("content-type", form.content_type);
    auto const answer = post("/", form.body);
    with("content-type", {});
    return answer.status == 200 ? "oss://" + key : answer.body();
}

form_body make_form(std::vector<std::pair<std::string, std::string>> const& fields, std::string_view file_name,
                    std::string_view bytes) {
    constexpr std::string_view boundary = "----sandbox-test";
    std::string body;
    auto const begin = [&](std::string_view disposition) {
        body +=
            "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n";
    };
    for (auto const& [name, value] : fields) {
        begin("name=\"" + name + "\"");
        body += "\r\n" + value + "\r\n";
    }
    if (!file_name.empty()) {
        begin("name=\"file\"; filename=\"" + std::string(file_name) + "\"");
        body += "Content-Type: image/png\r\n\r\n" + std::string(bytes) + "\r\n";
    }
    body += "--" + std::string(boundary) + "--\r\n";
    return {"multipart/form-data; boundary=" + std::string(boundary), body};
}

std::string png_uri(int width, int height) {
    return "data:image/png;base64," + sandbox::base64(sandbox::to_png(sandbox::canvas(width, height, 5)));
}

std::string picture_body(std::string_view model, std::string_view prompt, std::string_view more) {
    return R"({"model":)" + json::serialize(json::value(model)) +
           R"(,"input":{"messages":[{"role":"user","content":[{"text":)" + json::serialize(json::value(prompt)) +
           R"(}]}]},"parameters":{)" + std::string(more) + "}}";
}

}  // namespace sandbox_test
