#include "tools/file_upload.hpp"

#include "dashscope/body_sources.hpp"
#include "dashscope/media_input.hpp"
#include "dashscope/settings.hpp"
#include "dashscope/upload.hpp"
#include "media/data_uri.hpp"
#include "media/probe.hpp"
#include "seal/random.hpp"
#include "tools/asking.hpp"
#include "tools/heartbeat.hpp"
#include "tools/links.hpp"
#include "tools/output_item.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>

#include <algorithm>

namespace tools {

namespace {

struct upload_arguments {
    std::string file;
    std::string model;
    bool dry_run = false;
};
BOOST_DESCRIBE_STRUCT(upload_arguments, (), (file, model, dry_run))

using dashscope::media_form;

constexpr std::size_t head_size = 64 * 1024;

[[noreturn]] void refuse_remote(std::string_view what) {
    throw mcp::tool_error(
        std::string(what) +
        " needs no upload: give it to the tool that uses it as it is. Only local files and data: URIs "
        "are uploaded.");
}

dashscope::upload_content local_content(services const& with, std::string const& path) {
    dashscope::media_rules rules;
    rules.name = "file";
    media::facts found;
    auto file = with.media.open_local(path, rules, found);
    dashscope::upload_content content;
    content.name = dashscope::upload_name(file.path().filename().string(), found.extension);
    content.type = found.type;
    content.bytes = dashscope::file_source(std::move(file));
    return content;
}

dashscope::upload_content data_content(std::string const& text) {
    std::string why;
    auto const uri = media::parse_data_uri(text, why);
    if (!uri) throw mcp::tool_error("file: The data: URI is not valid: " + why + ".");
    auto bytes = media::decode(*uri);
    auto const found = media::probe(std::string_view(bytes).substr(0, head_size));
    dashscope::upload_content content;
    content.name = dashscope::upload_name("data", found.extension);
    content.type = uri->type.empty() ? found.type : std::string(uri->type);
    content.bytes = dashscope::memory_source(std::move(bytes));
    return content;
}

std::string how_to_use(std::string const& model) {
    return "Use it as the media argument (image, video, audio, …) of a tool with model " + model +
           ", and no other: it is bound to this model and to this server's API key.";
}

// As an argument of a shell, where it is one without thought.
std::string shell_name(std::string const& name) {
    bool const plain =
        !name.empty() && std::ranges::all_of(name, [](unsigned char c) { return c >= ' ' && c != 0x7f && c != '\''; });
    return plain ? "'" + name + "'" : "FILE";
}

// Where callers have files that this machine can't see.
mcp::tool_result link_result(services const& with, upload_arguments const& from, mcp::request_context const& context) {
    upload_order order;
    order.id = seal::random_id();
    order.model = from.model;
    order.name = from.file.substr(from.file.find_last_of("/\\") + 1);
    order.max_bytes = with.upload_limit;
    mcp::tool_result result;
    if (from.dry_run) {
        result.add_text("Dry run: no link was made. It would take one file of at most " + size_text(order.max_bytes) +
                        " for model " + order.model + ".");
        return result;
    }
    auto const link = with.link->for_upload(order, context.host());
    result.add_text("This server can't read your files. Send the file's bytes to this link, which works once, until " +
                    time_text(with.link->upload_end()) + ", for at most " + size_text(order.max_bytes) + ":\n\n" +
                    link + "\n\nFor instance: curl -T " + shell_name(order.name) + " '" + link +
                    "'\nIt answers with JSON whose `url` is the oss:// reference. " + how_to_use(order.model));
    return result;
}

planned_call policy_request(services const& with, mcp::request_context& context, std::string const& model) {
    return plan_request(with, context, "Uploading a file", dashscope::op_class::read, "GET",
                        dashscope::upload_policy_path(model));
}

platform::task<mcp::tool_result> upload(services with, upload_arguments from, dashscope::upload_content content,
                                        mcp::request_context& context) {
    if (from.dry_run) {
        auto shown = dry_run_result(with, policy_request(with, context, from.model));
        shown.add_text("Then " + content.name + " (" + size_text(content.bytes->size()) +
                       ") would go to the storage that the answer names.");
        co_return shown;
    }
    heartbeat signs(context, "Uploading " + content.name);
    auto const size = content.bytes->size();
    auto const type = content.type;
    auto const end = std::chrono::system_clock::now() + dashscope::upload_lifetime;
    auto who = operator_credential(with);
    auto const reference =
        co_await dashscope::upload(with.api, with.http, std::move(who), from.model, std::move(content));
    mcp::tool_result result;
    result.add_text(reference + "\n(" + (type.empty() ? "" : type + ", ") + size_text(size) + "; until " +
                    time_text(end) + ")\n" + how_to_use(from.model));
    co_return result;
}

platform::task<mcp::tool_result> run(services with, upload_arguments from, mcp::request_context& context) {
    auto const form = dashscope::form_of(from.file);
    if (form == media_form::url) refuse_remote("A URL");
    if (form == media_form::oss) refuse_remote("An oss:// reference");
    bool const unseen = form == media_form::path && with.link != nullptr && !with.media.reads_local_files();
    if (unseen) co_return link_result(with, from, context);
    auto content = form == media_form::data_uri ? data_content(from.file) : local_content(with, from.file);
    auto result = co_await upload(with, std::move(from), std::move(content), context);
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_file_upload(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
