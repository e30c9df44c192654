#include "dashscope/embeddings.hpp"

#include "dashscope/fields.hpp"
#include "dashscope/json_put.hpp"

#include <algorithm>

namespace dashscope {

namespace {

constexpr std::string_view text_path = "/api/v1/services/embeddings/text-embedding/text-embedding";
constexpr std::string_view media_path = "/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding";

// What one request takes. Of pictures and films the smallest that any model has.
constexpr std::size_t most_contents = 20;
constexpr std::size_t most_pictures = 5;
constexpr std::size_t most_films = 1;

std::size_t most_texts(std::string_view model) {
    bool const first_ones = model.starts_with("text-embedding-v1") || model.starts_with("text-embedding-v2");
    return first_ones ? 25 : 10;
}

bool is_text(embed_content const& content) {
    return content.type == "text";
}

json::object parameters_of(embedding_request const& from) {
    json::object parameters;
    put(parameters, "dimension", from.dimension);
    put(parameters, "output_type", from.output_type);
    put(parameters, "text_type", from.text_type);
    put(parameters, "instruct", from.instruct);
    return parameters;
}

json::object object_of(embed_content const& content) {
    json::value value;
    if (content.type == "multi_images")
        value = json::array(content.values.begin(), content.values.end());
    else
        value = content.values.front();
    return {{content.type, std::move(value)}};
}

composed_request request_with(embedding_request const& from, std::string_view path, json::object input) {
    composed_request made;
    made.path = path;
    made.body = {{"model", from.model}, {"input", std::move(input)}, {"parameters", parameters_of(from)}};
    return made;
}

std::vector<composed_request> text_batches(embedding_request const& from) {
    std::vector<composed_request> made;
    json::array texts;
    auto const close = [&] {
        if (!texts.empty()) made.push_back(request_with(from, text_path, {{"texts", std::exchange(texts, {})}}));
    };
    for (auto const& content : from.contents) {
        texts.emplace_back(content.values.front());
        if (texts.size() == most_texts(from.model)) close();
    }
    close();
    return made;
}

/// How much of a request is taken.
struct room {
    std::size_t contents = most_contents;
    std::size_t pictures = most_pictures;
    std::size_t films = most_films;

    bool take(embed_content const& content) {
        auto const shown = is_text(content) ? 0 : content.values.size();
        auto& left = content.type == "video" ? films : pictures;
        if (contents == 0 || left < shown) return false;
        --contents;
        left -= shown;
        return true;
    }
};

std::vector<composed_request> media_batches(embedding_request const& from) {
    std::vector<composed_request> made;
    json::array contents;
    room left;
    auto const close = [&] {
        made.push_back(request_with(from, media_path, {{"contents", std::exchange(contents, {})}}));
        left = {};
    };
    for (auto const& content : from.contents) {
        if (!left.take(content)) {
            if (!contents.empty()) close();
            left.take(content);
        }
        contents.push_back(object_of(content));
    }
    if (!contents.empty()) close();
    return made;
}

std::size_t index_of(json::object const& entry, std::size_t otherwise) {
    for (auto const* name : {"text_index", "index"})
        if (auto const* index = entry.if_contains(name); index && index->is_int64() && index->get_int64() >= 0)
            return static_cast<std::size_t>(index->get_int64());
    return otherwise;
}

json::array array_copy(json::object const& from, std::string_view name) {
    auto const* found = array_at(from, name);
    return found ? *found : json::array();
}

void add_up(json::object& to, json::object const& more) {
    for (auto const& [name, value] : more) {
        auto& sum = to[name];
        if (sum.is_int64() && value.is_int64())
            sum = sum.get_int64() + value.get_int64();
        else if (sum.is_object() && value.is_object())
            add_up(sum.get_object(), value.get_object());
        else
            sum = value;
    }
}

}  // namespace

bool embeds_media(std::string_view model) {
    for (auto const part : {"-vl-", "vision", "multimodal"})
        if (model.find(part) != std::string_view::npos) return true;
    return false;
}

std::vector<std::string> problems_of(embedding_request const& request) {
    std::vector<std::string> problems;
    if (request.contents.empty())
        problems.emplace_back("give `texts`, `images` or `videos`: what shall become vectors");
    bool const texts_only = std::ranges::all_of(request.contents, is_text);
    bool const media = embeds_media(request.model);
    if (!texts_only && !media)
        problems.push_back(
            "model " + request.model +
            " takes texts only; for pictures and films qwen3-vl-embedding or tongyi-embedding-vision-plus");
    if (media && request.output_type.find("sparse") != std::string::npos)
        problems.push_back("model " + request.model + " makes dense vectors only: leave output_type out");
    for (auto const& content : request.contents)
        if (content.type == "multi_images" && content.values.size() > most_pictures)
            problems.push_back("as_one takes at most " + std::to_string(most_pictures) + " pictures");
    if (std::ranges::any_of(request.contents, [](auto const& content) { return content.values.front().empty(); }))
        problems.emplace_back("an empty text has no vector: leave it out");
    return problems;
}

std::vector<composed_request> compose(embedding_request const& request) {
    return embeds_media(request.model) ? media_batches(request) : text_batches(request);
}

embeddings read_embeddings(json::value const& answer) {
    embeddings made;
    auto const* whole = answer.if_object();
    if (!whole) return made;
    made.request_id = string_at(*whole, "request_id");
    if (auto const* usage = object_at(*whole, "usage")) made.usage = *usage;
    auto const* output = object_at(*whole, "output");
    auto const* list = output ? array_at(*output, "embeddings") : nullptr;
    if (!list) return made;
    for (auto const& each : *list) {
        auto const* entry = each.if_object();
        if (!entry) continue;
        auto const at = index_of(*entry, made.list.size());
        if (at > list->size()) continue;
        if (made.list.size() <= at) made.list.resize(at + 1);
        made.list[at] = {std::string(string_at(*entry, "type")), array_copy(*entry, "embedding"),
                         array_copy(*entry, "sparse_embedding")};
    }
    return made;
}

void append(embeddings& to, embeddings more) {
    std::ranges::move(more.list, std::back_inserter(to.list));
    add_up(to.usage, more.usage);
    if (!more.request_id.empty()) to.request_id = std::move(more.request_id);
}

}  // namespace dashscope
