#include "sandbox/uploads.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/multipart.hpp"
#include "sandbox/native.hpp"
#include "sandbox/rate_limiter.hpp"
#include "sandbox/tone.hpp"
#include "sandbox/upload_policy.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view folders = "upload-folders";  // of whom, for which model
constexpr std::string_view objects = "uploads";
constexpr std::string_view contents = "upload-contents";
constexpr std::string_view scheme = "oss://";
constexpr std::size_t policies_a_second = 100;
constexpr std::int64_t policy_seconds = 300;
constexpr milliseconds_since_1970 retention = 48LL * 3600 * 1000;

/// How many policies were given: two of the same millisecond need two folders.
struct policy_count {
    std::size_t value = 0;
};

std::string new_folder(exchange const& context) {
    auto const now = time_of(context);
    auto const count = ++context.kept.of<policy_count>().value;
    generator random(hash(std::to_string(now) + '.' + std::to_string(count), context.seed));
    return "dashscope-instant/" + account_of(context) + "/" + beijing_date(now) + "/" + random.uuid();
}

verdict check_model_and_rate(std::optional<std::string_view> model, exchange const& context) {
    if (!model || model->empty()) return invalid_parameter("Required parameter \"model\" missing from request.");
    auto const name = "policy " + account_of(context) + ' ' + std::string(*model);
    if (context.kept.of<rate_limiter>().admit(name, policies_a_second, time_of(context))) return std::nullopt;
    return to_failure(*find_error("Throttling.RateQuota"));
}

/// The fields before the file; OSS reads none after it.
struct post_form {
    post_fields fields;
    form_part const* file = nullptr;
};

post_form read_fields(std::vector<form_part> const& parts) {
    post_form form;
    for (auto const& part : parts) {
        auto const name = net::lower_case(part.name);
        if (name == "file") {
            form.file = &part;
            break;
        }
        form.fields.emplace(name, part.content);
    }
    return form;
}

/// `${filename}` in a key stands for the file's own name.
std::string key_of(post_form const& form) {
    constexpr std::string_view variable = "${filename}";
    auto key = form.fields.contains("key") ? form.fields.at("key") : std::string{};
    if (auto const at = key.find(variable); at != std::string::npos)
        key.replace(at, variable.size(), form.file->file_name);
    return key;
}

std::optional<oss_failure> check_form(post_form const& form) {
    constexpr std::string_view argument = "  <ArgumentName>";
    if (!form.file)
        return oss_failure{400, "InvalidArgument", "POST requires exactly one file upload per request.",
                           std::string(argument) + "file</ArgumentName>\n  <ArgumentValue>0</ArgumentValue>\n"};
    if (!form.fields.contains("key") || form.fields.at("key").empty())
        return oss_failure{400, "InvalidArgument",
                           "Bucket POST must contain a field named 'key'.  If it is specified, please check the order "
                           "of the fields.",
                           std::string(argument) + "key</ArgumentName>\n  <ArgumentValue></ArgumentValue>\n"};
    return std::nullopt;
}

/// The folder that a policy was made for: what its key is below.
std::string folder_of(std::string_view key) {
    std::size_t end = 0;
    for (int depth = 0; depth < 4 && end != std::string_view::npos; ++depth) end = key.find('/', end + 1);
    return std::string(key.substr(0, end));
}

void keep_upload(std::string const& key, form_part const& file, exchange const& context) {
    auto& kept = context.kept.of<archive>();
    auto const folder = kept.get(folders, fingerprint(folder_of(key)));
    auto record = folder ? json::parse(*folder).as_object() : json::object{};
    record["key"] = key;
    record["content_type"] = file.content_type;
    record["uploaded"] = time_of(context);
    kept.put(contents, fingerprint(key), std::string(file.content));
    kept.put(objects, fingerprint(key), json::serialize(record));
}

/// What OSS answers to a form: 204 unless another status was asked for, 201 with a document.
plan posted(post_form const& form, std::string const& key, exchange const& context) {
    auto const found = form.fields.find("success_action_status");
    auto const wanted = found == form.fields.end() ? std::string{} : found->second;
    auto const etag = '"' + etag_of(form.file->content) + '"';
    auto answer = json_plan(wanted == "200" ? 200 : wanted == "201" ? 201 : 204, {});
    answer.content_type = wanted == "201" ? "application/xml" : "";
    if (wanted == "201")
        answer.pieces.front().bytes = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse>\n  <Bucket>" +
                                      std::string(oss_bucket) + "</Bucket>\n  <Location>" +
                                      xml_text(context.origin() + "/" + key) + "</Location>\n  <Key>" + xml_text(key) +
                                      "</Key>\n  <ETag>" + xml_text(etag) + "</ETag>\n</PostResponse>\n";
    answer.set("ETag", etag);
    answer.set("x-oss-request-id", context.request_id);
    return answer;
}

std::optional<json::object> find_record(std::string_view reference, exchange const& context) {
    auto const key = percent_decoded(reference.substr(scheme.size()));
    auto const text = context.kept.of<archive>().get(objects, fingerprint(key));
    if (!text) return std::nullopt;
    auto record = json::parse(*text).as_object();
    if (record.at("uploaded").as_int64() + retention <= time_of(context)) return std::nullopt;
    return record;
}

failure inspection(std::string message) {
    auto error = to_failure(*find_error("InvalidParameter.DataInspection"));
    error.message = std::move(message);
    return error;
}

verdict check_reference(std::string_view reference, std::string_view model, exchange const& context) {
    if (!enabled(context, "x-dashscope-ossresourceresolve"))
        return context.shape == error_shape::compatible
                   ? rejected_by_engine(
                         "The provided URL does not appear to be valid. Ensure it is correctly formatted.")
                   : inspection("The media format is not supported or incorrect for the data inspection.");
    auto const record = find_record(reference, context);
    if (!record) return inspection("Failed to find the requested media resource during the data inspection process.");
    bool const theirs = text_member(*record, "account") == account_of(context) &&
                        (model.empty() || text_member(*record, "model") == model);
    if (!theirs)
        return inspection("Don't have authorization to access the media resource during the data inspection process.");
    return std::nullopt;
}

verdict check_all(json::value const& body, std::string_view model, exchange const& context) {
    if (body.is_string() && std::string_view(body.get_string()).starts_with(scheme))
        return check_reference(body.get_string(), model, context);
    if (body.is_array())
        for (auto const& each : body.get_array())
            if (auto refused = check_all(each, model, context)) return refused;
    if (body.is_object())
        for (auto const& each : body.get_object())
            if (auto refused = check_all(each.value(), model, context)) return refused;
    return std::nullopt;
}

}  // namespace

plan get_policy(exchange const& context) {
    auto const query = read_form(context.asked.query);
    if (form_field(query, "action") != "getPolicy")
        return refuse(invalid_parameter("action must be getPolicy"), context);
    auto const model = form_field(query, "model");
    if (auto const refused = check_model_and_rate(model, context)) return refuse(*refused, context);
    auto const folder = new_folder(context);
    json::object owner{{"account", account_of(context)}, {"model", *model}};
    context.kept.of<archive>().put(folders, fingerprint(folder), json::serialize(owner));
    auto const policy = base64(policy_document(folder, time_of(context) + policy_seconds * 1000));
    json::object data{{"policy", policy},
                      {"signature", oss_signature(oss_access_key_secret, policy)},
                      {"upload_dir", folder},
                      {"upload_host", context.origin()},
                      {"expire_in_seconds", policy_seconds},
                      {"max_file_size_mb", largest_upload / (1024 * 1024)},
                      {"capacity_limit_mb", 999'999'999},
                      {"oss_access_key_id", oss_access_key_id},
                      {"x_oss_object_acl", "private"},
                      {"x_oss_forbid_overwrite", "true"}};
    return native_answer({{"data", std::move(data)}}, context);
}

plan post_object(exchange const& context) {
    auto const parts = read_multipart(context.asked.field("content-type").value_or(""), context.asked.body);
    if (!parts)
        return oss_error({412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold.",
                          "  <Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>\n"},
                         context);
    auto form = read_fields(*parts);
    if (auto const refused = check_form(form)) return oss_error(*refused, context);
    auto const key = form.fields["key"] = key_of(form);
    if (auto const refused = check_policy(form.fields, form.file->content.size(), time_of(context)))
        return oss_error(*refused, context);
    bool const forbids =
        form.fields.contains("x-oss-forbid-overwrite") && form.fields["x-oss-forbid-overwrite"] == "true";
    if (forbids && context.kept.of<archive>().has(objects, fingerprint(key)))
        return oss_error(
            {409, "FileAlreadyExists", "The object you specified already exists and can not be overwritten."}, context);
    keep_upload(key, *form.file, context);
    return posted(form, key, context);
}

verdict check_references(exchange const& context) {
    if (context.asked.body.find(scheme) == std::string::npos) return std::nullopt;
    auto const body = read_object(context.asked);
    if (!body) return std::nullopt;  // not this check's business
    return check_all(*body, text_member(*body, "model"), context);
}

std::optional<uploaded_file> find_upload(std::string_view reference, exchange const& context) {
    if (!reference.starts_with(scheme)) return std::nullopt;
    auto const record = find_record(reference, context);
    if (!record) return std::nullopt;
    std::string const key(text_member(*record, "key"));
    auto bytes = context.kept.of<archive>().get(contents, fingerprint(key));
    if (!bytes) return std::nullopt;
    return uploaded_file{key.substr(key.rfind('/') + 1), std::string(text_member(*record, "content_type")),
                         std::move(*bytes)};
}

}  // namespace sandbox
