#include "sandbox/session_files.hpp"

#include "sandbox/archive.hpp"
#include "sandbox/digest.hpp"
#include "sandbox/fields.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/openapi.hpp"
#include "sandbox/random.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view leases = "lease";
constexpr std::string_view files = "session-file";
constexpr std::int64_t lease_ms = 600'000;
constexpr std::size_t longest_text = 65'536;
constexpr std::size_t megabyte = 1024UL * 1024UL;

struct file_kind {
    std::string_view suffixes;  // each between commas
    std::size_t most;           // megabytes
};

constexpr file_kind kinds[] = {
    {",doc,docx,wps,ppt,pptx,xls,xlsx,md,txt,pdf,", 100},
    {",png,jpg,jpeg,bmp,gif,", 20},
    {",mp4,mkv,avi,mov,wmv,aac,amr,flac,flv,m4a,mp3,mpeg,ogg,opus,wav,webm,wma,", 512},
};

constexpr std::array states = {
    "INIT", "PARSING", "PARSE_SUCCESS", "SAFE_CHECKING", "INDEX_BUILDING", "INDEX_BUILD_SUCCESS", "FILE_IS_READY"};

/// A failure, and after which of `states` it comes.
struct failed_state {
    std::string_view name;  // as files are called
    std::string_view status;
    std::size_t at;
};

constexpr failed_state failed_states[] = {
    {"parse-failed", "PARSE_FAILED", 2},
    {"safe-check-failed", "SAFE_CHECK_FAILED", 4},
    {"index-building-failed", "INDEX_BUILDING_FAILED", 5},
    {"index-deleted", "INDEX_DELETED", 6},
    {"file-expired", "FILE_EXPIRED", 6},
};

std::string suffix_of(std::string_view name) {
    auto const dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string{} : net::lower_case(name.substr(dot + 1));
}

file_kind const* kind_of(std::string_view name) {
    auto const suffix = suffix_of(name);
    for (auto const& kind : kinds)
        if (!suffix.empty() && kind.suffixes.find("," + suffix + ",") != std::string_view::npos) return &kind;
    return nullptr;
}

plan bad_file(std::string message, exchange const& context) {
    return openapi_error({400, "InvalidParameter", std::move(message)}, context);
}

std::optional<json::object> read(std::string_view kind, std::string_view name, exchange const& context) {
    auto const bytes = context.kept.of<archive>().get(kind, name);
    if (!bytes) return std::nullopt;
    boost::system::error_code error;
    auto parsed = json::parse(*bytes, error);
    if (error || !parsed.is_object() || member(parsed.get_object(), "gone")) return std::nullopt;
    return std::move(parsed.get_object());
}

void keep(std::string_view kind, std::string_view name, json::object const& value, exchange const& context) {
    context.kept.of<archive>().put(kind, name, json::serialize(value));
}

std::string new_id(std::string_view kind, exchange const& context) {
    auto const serial = context.kept.of<archive>().names(kind).size();
    return generator(hash(context.asked.body, serial + 1)).hex(32);
}

/// By the time since it was added; the way takes as long as a task.
std::string status_of(json::object const& file, exchange const& context) {
    auto const name = net::lower_case(text_member(file, "name"));
    auto end = states.size() - 1;
    std::string_view last = states.back();
    for (auto const& failure : failed_states) {
        if (name.find(failure.name) == std::string::npos) continue;
        end = failure.at;
        last = failure.status;
    }
    auto const passed =
        to_milliseconds(context.now) - static_cast<std::int64_t>(number_member(file, "added").value_or(0));
    auto const step =
        std::max<std::int64_t>(context.settings.task_time.count() / static_cast<std::int64_t>(states.size() - 1), 1);
    auto const at = static_cast<std::size_t>(std::max<std::int64_t>(passed, 0) / step);
    return std::string(at >= end ? last : states[at]);
}

bool is_text(std::string_view name) {
    auto const suffix = suffix_of(name);
    return suffix == "txt" || suffix == "md";
}

}  // namespace

plan lease_upload(exchange const& context) {
    auto const body = read_form(context.asked.body);
    auto const name = form_field(body, "FileName").value_or("");
    auto const size = form_number(body, "SizeInBytes", -1, 1, 1LL << 40);
    auto const md5 = form_field(body, "Md5").value_or("");
    auto const* kind = kind_of(name);
    if (name.empty() || md5.size() != 32 || !size || *size < 0)
        return bad_file("FileName, Md5 (32 hex digits) and SizeInBytes are required.", context);
    if (!kind) return bad_file("The file type of [" + std::string(name) + "] is not supported.", context);
    if (static_cast<std::size_t>(*size) > kind->most * megabyte)
        return bad_file(
            "The file [" + std::string(name) + "] exceeds the limit of " + std::to_string(kind->most) + " MB.",
            context);
    auto const id = new_id(leases, context);
    auto const extra = generator(hash(id, 7)).hex(48);
    keep(leases, id,
         {{"name", name},
          {"size", *size},
          {"md5", net::lower_case(md5)},
          {"extra", extra},
          {"until", to_milliseconds(context.now) + lease_ms},
          {"category_type", form_field(body, "CategoryType").value_or("UNSTRUCTURED")}},
         context);
    json::object headers{{"X-bailian-extra", extra}, {"Content-Type", "application/octet-stream"}};
    json::object parameters{
        {"Method", "PUT"}, {"Url", context.origin() + "/bailian-upload/" + id}, {"Headers", std::move(headers)}};
    return openapi_answer(json::object{{"FileUploadLeaseId", id}, {"Type", "HTTP"}, {"Param", std::move(parameters)}},
                          context);
}

plan put_leased(exchange const& context) {
    auto const id = context.segments.front();
    auto lease = read(leases, id, context);
    if (!lease || number_member(*lease, "until").value_or(0) < static_cast<double>(to_milliseconds(context.now)))
        return openapi_error({403, "AccessDenied", "The upload lease does not exist or has expired."}, context);
    auto const& asked = context.asked;
    if (asked.field("x-bailian-extra") != text_member(*lease, "extra") ||
        asked.field("content-type") != "application/octet-stream")
        return openapi_error({403, "SignatureDoesNotMatch", "The headers of the lease must be sent as they are."},
                             context);
    if (asked.body.size() != static_cast<std::size_t>(number_member(*lease, "size").value_or(0)) ||
        net::lower_case(etag_of(asked.body)) != text_member(*lease, "md5"))
        return openapi_error({400, "InvalidDigest", "Size or Md5 of the file is not that of the lease."}, context);
    (*lease)["uploaded"] = true;
    if (is_text(text_member(*lease, "name"))) (*lease)["text"] = asked.body.substr(0, longest_text);
    keep(leases, id, *lease, context);
    return json_plan(200, {});
}

plan add_file(exchange const& context) {
    auto const body = read_form(context.asked.body);
    auto const lease_id = form_field(body, "LeaseId").value_or("");
    auto lease = read(leases, lease_id, context);
    if (!lease)
        return bad_file("The lease [" + std::string(lease_id) + "] does not exist or was used already.", context);
    if (!member(*lease, "uploaded")) return bad_file("The file has not been uploaded yet.", context);
    if (form_field(body, "Parser").value_or("").empty() || form_field(body, "CategoryId").value_or("").empty())
        return bad_file("Parser and CategoryId are required.", context);
    bool const for_session = form_field(body, "CategoryType") == "SESSION_FILE" &&
                             text_member(*lease, "category_type") == "SESSION_FILE" &&
                             form_field(body, "CategoryId") == "default";
    auto const id = (for_session ? "file_session_" : "file_") + new_id(files, context) + "_10000001";
    json::object file{{"name", text_member(*lease, "name")},
                      {"size", *member(*lease, "size")},
                      {"added", to_milliseconds(context.now)},
                      {"text", text_member(*lease, "text")},
                      {"category_type", for_session ? "SESSION_FILE" : "UNSTRUCTURED"}};
    keep(files, id, file, context);
    (*lease)["gone"] = true;
    keep(leases, lease_id, *lease, context);
    return openapi_answer(json::object{{"FileId", id}, {"Parser", form_field(body, "Parser").value_or("")}}, context);
}

plan describe_file(exchange const& context) {
    auto const id = context.segments[1];
    auto const file = read(files, id, context);
    if (!file) return openapi_error({404, "DataCenter.FileNotFound", "The file does not exist."}, context);
    auto const name = text_member(*file, "name");
    return openapi_answer(
        json::object{{"FileId", id},
                     {"FileName", name},
                     {"FileType", suffix_of(name)},
                     {"SizeInBytes", *member(*file, "size")},
                     {"CategoryId", "default"},
                     {"Parser", "DASHSCOPE_DOCMIND"},
                     {"Tags", json::array{}},
                     {"CreateTime", beijing_time(static_cast<std::int64_t>(number_member(*file, "added").value_or(0)))},
                     {"Status", status_of(*file, context)}},
        context);
}

plan delete_file(exchange const& context) {
    auto const id = context.segments[1];
    auto file = read(files, id, context);
    if (!file) return openapi_error({404, "DataCenter.FileNotFound", "The file does not exist."}, context);
    (*file)["gone"] = true;
    keep(files, id, *file, context);
    return openapi_answer(json::object{{"FileId", id}}, context);
}

std::optional<session_file> find_session_file(std::string_view id, exchange const& context) {
    if (!id.starts_with("file_session_")) return std::nullopt;
    auto const file = read(files, id, context);
    if (!file) return std::nullopt;
    session_file result;
    result.id = id;
    result.name = text_member(*file, "name");
    result.size = static_cast<std::uint64_t>(number_member(*file, "size").value_or(0));
    result.status = status_of(*file, context);
    result.session = text_member(*file, "session");
    result.text = text_member(*file, "text");
    return result;
}

void bind_session_file(std::string_view id, std::string_view session, exchange const& context) {
    auto file = read(files, id, context);
    if (!file) return;
    (*file)["session"] = session;
    keep(files, id, *file, context);
}

}  // namespace sandbox
