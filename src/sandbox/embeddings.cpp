#include "sandbox/embeddings.hpp"

#include "sandbox/behaviour.hpp"
#include "sandbox/input_media.hpp"
#include "sandbox/native.hpp"
#include "sandbox/tokens.hpp"
#include "sandbox/vectors.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::size_t longest_text = 8192;  // tokens
constexpr std::size_t most_contents = 20;

struct embedder {
    std::string_view name;
    bool media;
    std::size_t most_texts;
    std::vector<std::size_t> dimensions;  // the first is the usual one
};

std::vector<embedder> const& embedders() {
    static std::vector<embedder> const all = {
        {"text-embedding-v4", false, 10, {1024, 2048, 1536, 768, 512, 256, 128, 64}},
        {"text-embedding-v3", false, 10, {1024, 768, 512, 256, 128, 64}},
        {"text-embedding-v2", false, 25, {1536}},
        {"text-embedding-v1", false, 25, {1536}},
        {"qwen3-vl-embedding", true, most_contents, {2560, 2048, 1536, 1024, 768, 512, 256}},
        {"qwen2.5-vl-embedding", true, most_contents, {1024, 2048, 768, 512}},
        {"tongyi-embedding-vision-plus", true, most_contents, {1152, 1024, 512, 256, 128, 64}},
        {"tongyi-embedding-vision-flash", true, most_contents, {768, 512, 256, 128, 64}},
        {"multimodal-embedding-v1", true, most_contents, {1024}},
    };
    return all;
}

/// By the model's name, which may have a date behind it.
embedder const* find_embedder(std::string_view model, bool media) {
    for (auto const& one : embedders())
        if (one.media == media && model.starts_with(one.name)) return &one;
    return nullptr;
}

verdict read_dimensions(json::object const& from, std::string_view name, embedder const& by, std::size_t& into) {
    into = by.dimensions.front();
    auto const given = number_member(from, name);
    if (!given) return std::nullopt;
    auto const found = std::ranges::find(by.dimensions, static_cast<std::size_t>(std::max(*given, 0.0)));
    if (found == by.dimensions.end())
        return rejected_by_engine("dimension is not supported by model '" + std::string(by.name) + "'.");
    into = *found;
    return std::nullopt;
}

verdict check_texts(std::vector<std::string> const& texts, embedder const& by) {
    if (texts.empty()) return rejected_by_engine("contents is neither str nor list of str.: input.contents");
    if (texts.size() > by.most_texts)
        return rejected_by_engine("batch size is invalid, it should not be larger than " +
                                  std::to_string(by.most_texts) + ".: input.contents");
    for (auto const& text : texts) {
        auto const length = count_tokens(text);
        if (length < 1 || length > longest_text) return rejected_by_engine("Range of input length should be [1, 8192]");
    }
    return std::nullopt;
}

/// Takes the markers out of every text and gives those of all.
wishes take_markers(std::vector<std::string>& texts) {
    std::string all;
    for (auto& text : texts) {
        all += text;
        text = read_markers(text).rest;
    }
    return read_markers(all).asked;
}

std::size_t tokens_of(std::vector<std::string> const& texts) {
    std::size_t sum = 0;
    for (auto const& text : texts) sum += count_tokens(text);
    return sum;
}

failure unsupported(std::string_view model) {
    auto error = to_failure(*find_error("ModelNotFound"));
    error.message = "The model `" + std::string(model) + "` does not exist or you do not have access to it.";
    return error;
}

// Media.

struct content {
    std::string type;
    std::vector<double> vector;
    std::size_t tokens = 0;
};

boost::system::result<content, failure> embed_picture(json::value const& reference, std::string_view type,
                                                      std::size_t dimensions, exchange const& context) {
    auto const kind = type == "video" ? input_kind::video : input_kind::image;
    auto const seen = look_at(reference, kind, context);
    if (!seen) return seen.error();
    return content{std::string(type), vector_of_bytes(reference.get_string(), dimensions), 0};
}

boost::system::result<content, failure> embed_content(json::value const& value, std::size_t dimensions,
                                                      exchange const& context) {
    auto const bad = invalid_parameter("Each of input.contents must have one of text, image, video and multi_images.");
    if (!value.is_object() || value.get_object().size() == 0) return bad;
    auto const& given = value.get_object();
    if (auto const text = text_member(given, "text"); !text.empty())
        return content{"text", vector_of(read_markers(text).rest, dimensions), count_tokens(text)};
    for (auto type : {"image", "video"})
        if (auto const* reference = member(given, type)) return embed_picture(*reference, type, dimensions, context);
    std::vector<std::vector<double>> several;
    for (auto const& reference : array_member(given, "multi_images")) {
        auto const one = embed_picture(reference, "image", dimensions, context);
        if (!one) return one.error();
        several.push_back(one->vector);
    }
    if (several.empty()) return bad;
    return content{"multi_images", mean_of(several), 0};
}

json::object embedding_object(content const& from, std::size_t index) {
    return {{"index", index}, {"embedding", to_json(from.vector)}, {"type", from.type}};
}

wishes wishes_in(json::array const& contents) {
    std::string text;
    for (auto const& each : contents)
        if (each.is_object()) text += text_member(each.get_object(), "text");
    return read_markers(text).asked;
}

}  // namespace

plan embed_compatible(exchange const& context) {
    auto const body = read_object(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const model = text_member(*body, "model");
    auto const* by = find_embedder(model, false);
    if (!by) return refuse(unsupported(model), context);
    auto texts = strings_member(*body, "input");
    std::size_t dimensions = 0;
    if (auto refused = check_texts(texts, *by)) return refuse(*refused, context);
    if (auto refused = read_dimensions(*body, "dimensions", *by, dimensions)) return refuse(*refused, context);
    auto const asked = take_markers(texts);
    bool const packed = text_member(*body, "encoding_format") == "base64";
    json::array data;
    for (auto const& text : texts) {
        auto const vector = vector_of(text, dimensions);
        json::value shown = packed ? json::value(to_base64(vector)) : json::value(to_json(vector));
        data.push_back(json::object{{"embedding", std::move(shown)}, {"index", data.size()}, {"object", "embedding"}});
    }
    auto const tokens = tokens_of(texts);
    json::object answer{{"data", std::move(data)},
                        {"model", model},
                        {"object", "list"},
                        {"usage", {{"prompt_tokens", tokens}, {"total_tokens", tokens}}},
                        {"id", context.request_id}};
    return behave(json_plan(200, json::serialize(answer)), asked, context);
}

plan embed_texts(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const* by = find_embedder(body->model, false);
    if (!by) return refuse(no_such_model(), context);
    auto texts = strings_member(body->input, "texts");
    std::size_t dimensions = 0;
    if (auto refused = check_texts(texts, *by)) return refuse(*refused, context);
    if (auto refused = read_dimensions(body->parameters, "dimension", *by, dimensions))
        return refuse(*refused, context);
    auto const asked = take_markers(texts);
    auto const type = text_member(body->parameters, "output_type");
    bool const known = type.empty() || type == "dense" || type == "sparse" || type == "dense&sparse";
    if (!known) return refuse(invalid_parameter("output_type must be dense, sparse or dense&sparse."), context);
    json::array list;
    for (auto const& text : texts) {
        json::object one{{"text_index", list.size()}};
        if (type != "sparse") one["embedding"] = to_json(vector_of(text, dimensions));
        if (type.ends_with("sparse")) one["sparse_embedding"] = sparse_vector_of(text);
        list.push_back(std::move(one));
    }
    return behave(
        native_answer({{"output", {{"embeddings", std::move(list)}}}, {"usage", {{"total_tokens", tokens_of(texts)}}}},
                      context),
        asked, context);
}

plan embed_media(exchange const& context) {
    auto const body = read_native(context.asked);
    if (!body) return refuse(body.error(), context);
    auto const* by = find_embedder(body->model, true);
    if (!by) return refuse(no_such_model(), context);
    auto const& contents = array_member(body->input, "contents");
    if (contents.empty() || contents.size() > most_contents)
        return refuse(invalid_parameter("input.contents must have 1 to 20 elements."), context);
    std::size_t dimensions = 0;
    if (auto refused = read_dimensions(body->parameters, "dimension", *by, dimensions))
        return refuse(*refused, context);
    json::array list;
    std::size_t tokens = 0;
    std::size_t pictures = 0;
    for (auto const& each : contents) {
        auto const one = embed_content(each, dimensions, context);
        if (!one) return refuse(one.error(), context);
        tokens += one->tokens;
        pictures += one->type == "text" ? 0 : 1;
        list.push_back(embedding_object(*one, list.size()));
    }
    return behave(
        native_answer(
            {{"output", {{"embeddings", std::move(list)}}},
             {"usage", {{"input_tokens", tokens}, {"image_tokens", pictures * 896}, {"image_count", pictures}}}},
            context),
        wishes_in(contents), context);
}

}  // namespace sandbox
