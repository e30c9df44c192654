#include "tools/embed.hpp"

#include "dashscope/content.hpp"
#include "dashscope/embeddings.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/settings.hpp"
#include "tools/asking.hpp"
#include "tools/generation.hpp"
#include "tools/heartbeat.hpp"
#include "tools/multimodal.hpp"
#include "tools/typed_tool.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

struct embed_arguments {
    std::vector<std::string> texts;
    std::vector<std::string> images;
    std::vector<std::string> videos;
    bool as_one = false;
    std::string model;
    std::optional<std::int64_t> dimension;
    std::string text_type;
    std::string output_type;
    std::string instruct;
    std::string file_name;
    bool dry_run = false;
    json::object parameters;
};
BOOST_DESCRIBE_STRUCT(embed_arguments, (),
                      (texts, images, videos, as_one, model, dimension, text_type, output_type, instruct, file_name,
                       dry_run, parameters))

// What a result shows of vectors; more is in a file.
constexpr std::size_t shown_vectors = 8000;
// Of a text, beside its vector in the file.
constexpr std::size_t kept_text = 200;

std::string model_of(embed_arguments const& from, dashscope::settings const& settings) {
    using dashscope::capability;
    if (!from.model.empty()) return from.model;
    bool const media = !from.images.empty() || !from.videos.empty();
    return std::string(settings.model_for(media ? capability::multimodal_embedding : capability::embedding));
}

dashscope::embedding_request request_of(embed_arguments const& from, dashscope::settings const& settings) {
    dashscope::embedding_request to;
    to.model = model_of(from, settings);
    for (auto const& text : from.texts) to.contents.push_back({"text", {text}});
    if (from.as_one && !from.images.empty())
        to.contents.push_back({"multi_images", from.images});
    else
        for (auto const& image : from.images) to.contents.push_back({"image", {image}});
    for (auto const& video : from.videos) to.contents.push_back({"video", {video}});
    to.dimension = from.dimension;
    to.output_type = from.output_type;
    to.text_type = from.text_type;
    to.instruct = from.instruct;
    return to;
}

// Before anything is uploaded the whole wish has been looked at.
platform::task<void> resolve(services with, embed_arguments& from, std::string model) {
    dashscope::multimodal_input media;
    media.images = std::move(from.images);
    media.videos = std::move(from.videos);
    co_await resolve_inputs(with, media, std::move(model), from.dry_run);
    from.images = std::move(media.images);
    from.videos = std::move(media.videos);
}

planned_call plan(services const& with, mcp::request_context& context, dashscope::composed_request composed,
                  std::string const& model, json::object const& parameters) {
    auto call = plan_request(with, context, "Embedding with " + model, dashscope::op_class::compute, "POST",
                             std::move(composed.path));
    call.what.model = model;
    call.body = std::move(composed.body);
    auto& own = call.body["parameters"].as_object();
    merge_parameters(own, parameters);
    if (own.empty()) call.body.erase("parameters");
    return call;
}

platform::task<dashscope::embeddings> ask_all(services with, dashscope::embedding_request request,
                                              json::object parameters, mcp::request_context& context) {
    heartbeat signs(context, "Making vectors with " + request.model);
    auto batches = dashscope::compose(request);
    dashscope::embeddings all;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        if (i > 0) signs.say("Batch " + std::to_string(i + 1) + " of " + std::to_string(batches.size()));
        auto call = plan(with, context, std::move(batches[i]), request.model, parameters);
        auto const answer = co_await ask(with, std::move(call));
        dashscope::append(all, dashscope::read_embeddings(answer));
    }
    co_return all;
}

json::object object_of(dashscope::embedded const& vector, dashscope::embed_content const& content, std::size_t index) {
    json::object made{{"index", index}, {"type", content.type}};
    auto const& value = content.values.front();
    if (content.type == "text") made["begins"] = dashscope::one_line(value, kept_text);
    if (!vector.vector.empty()) made["embedding"] = vector.vector;
    if (!vector.sparse.empty()) made["sparse_embedding"] = vector.sparse;
    return made;
}

std::string document_of(dashscope::embedding_request const& request, dashscope::embeddings const& from) {
    json::array list;
    for (std::size_t i = 0; i < from.list.size(); ++i) list.push_back(object_of(from.list[i], request.contents[i], i));
    return json::serialize(json::object{{"model", request.model},
                                        {"embeddings", std::move(list)},
                                        {"usage", from.usage},
                                        {"request_id", from.request_id}});
}

std::string shape_of(dashscope::embedding_request const& request, dashscope::embeddings const& from) {
    auto const count = from.list.size();
    auto const& first = from.list.front();
    auto text = std::to_string(count) + (count == 1 ? " vector" : " vectors");
    if (!first.vector.empty()) text += " of " + std::to_string(first.vector.size()) + " numbers";
    if (!first.sparse.empty()) text += first.vector.empty() ? ", sparse" : ", and sparse ones";
    text += ", as JSON {model, embeddings:[{index, type, ";
    text += first.vector.empty() ? "sparse_embedding" : "embedding";
    return text + "}]}, in the order of texts, images, videos" +
           (request.contents.size() == count ? "." : "; DashScope left some out.");
}

platform::task<mcp::tool_result> run(services with, embed_arguments from, mcp::request_context& context) {
    refuse("embed", dashscope::problems_of(request_of(from, with.settings)));
    auto model = model_of(from, with.settings);
    co_await resolve(with, from, model);
    auto request = request_of(from, with.settings);
    if (from.dry_run) {
        auto batches = dashscope::compose(request);
        co_return dry_run_result(with, plan(with, context, std::move(batches.front()), model, from.parameters));
    }
    auto const made = co_await ask_all(with, request, from.parameters, context);
    if (made.list.empty() || made.list.size() > request.contents.size())
        throw mcp::tool_error("DashScope's answer holds no vectors that fit the request (request " + made.request_id +
                              "). Try again, or another model.");
    mcp::tool_result result;
    auto document = document_of(request, made);
    auto const shape = shape_of(request, made);
    if (document.size() <= shown_vectors) {
        result.add_text(shape + "\n" + document);
    } else {
        result.add_text(shape);
        std::vector<made_media> file(1);
        file[0].bytes = std::move(document);
        file[0].extension = "json";
        auto stem = from.file_name.empty() ? std::string("embed") : from.file_name;
        co_await with.out.add(result, std::move(file), std::move(stem), std::nullopt, context);
    }
    result.add_text(footer(model, made.usage, made.request_id));
    co_return result;
}

}  // namespace

std::unique_ptr<mcp::tool> make_embed(services const& with) {
    return make_tool(with, run);
}

}  // namespace tools
