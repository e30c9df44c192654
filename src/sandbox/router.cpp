#include "sandbox/router.hpp"

#include "sandbox/app_memories.hpp"
#include "sandbox/apps.hpp"
#include "sandbox/chat.hpp"
#include "sandbox/console.hpp"
#include "sandbox/embeddings.hpp"
#include "sandbox/images.hpp"
#include "sandbox/knowledge.hpp"
#include "sandbox/mcp_server.hpp"
#include "sandbox/memory.hpp"
#include "sandbox/multimodal.hpp"
#include "sandbox/native_chat.hpp"
#include "sandbox/pages.hpp"
#include "sandbox/profiles.hpp"
#include "sandbox/rerank.hpp"
#include "sandbox/results.hpp"
#include "sandbox/session_files.hpp"
#include "sandbox/speech.hpp"
#include "sandbox/tasks.hpp"
#include "sandbox/transcription.hpp"
#include "sandbox/uploads.hpp"
#include "sandbox/videos.hpp"
#include "sandbox/vocabularies.hpp"
#include "sandbox/voices.hpp"

namespace sandbox {
namespace {

constexpr endpoint endpoints[] = {
    {"GET", "/", index_page, access::open, error_shape::native},
    {"POST", "/", post_object, access::open, error_shape::native},
    {"POST", "/cli/api.json", console_api, access::open, error_shape::native},
    {"GET", "/errors", errors_page, access::open, error_shape::native},
    {"POST", "/compatible-mode/v1/chat/completions", chat, access::with_key, error_shape::compatible},
    {"GET", "/compatible-mode/v1/models", models_page, access::with_key, error_shape::compatible},
    {"GET", "/compatible-mode/v1/models/*", model_page, access::with_key, error_shape::compatible},
    {"POST", "/api/v1/services/aigc/text-generation/generation", generate_text, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/aigc/multimodal-generation/generation", multimodal_generation, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/aigc/image-generation/generation", submit_image_messages, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/aigc/text2image/image-synthesis", submit_image_prompt, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/aigc/image2image/image-synthesis", submit_image_to_image, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/aigc/video-generation/video-synthesis", submit_video, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/aigc/image2video/video-synthesis", submit_image_to_video, access::with_key,
     error_shape::native},
    {"POST", "/compatible-mode/v1/embeddings", embed_compatible, access::with_key, error_shape::compatible},
    {"POST", "/compatible-api/v1/reranks", rerank_compatible, access::with_key, error_shape::compatible},
    {"GET", "/api/v1/models", native_models_page, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/embeddings/text-embedding/text-embedding", embed_texts, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding", embed_media, access::with_key,
     error_shape::native},
    {"POST", "/api/v1/services/rerank/text-rerank/text-rerank", rerank_native, access::with_key, error_shape::native},
    {"GET", "/api/v1/uploads", get_policy, access::with_key, error_shape::native},
    {"GET", "/api/v1/tasks", list_tasks, access::with_key, error_shape::native},
    {"GET", "/api/v1/tasks/*", get_task, access::with_key, error_shape::native},
    {"POST", "/api/v1/tasks/*/cancel", cancel_task, access::with_key, error_shape::native},
    {"GET", "/dashscope-result/*/*/*", get_result, access::open, error_shape::native},
    {"POST", "/api/v1/services/audio/tts/SpeechSynthesizer", synthesize_cosy, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/audio/tts/synthesis", dead_synthesis, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/audio/tts/customization", customize_voice, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/audio/asr/transcription", transcribe, access::with_key, error_shape::native},
    {"POST", "/api/v1/services/audio/asr/customization", customize_vocabulary, access::with_key, error_shape::native},
    {"POST", "/api/v1/apps/*/completion", complete_app, access::with_key, error_shape::native},
    {"POST", "/*/datacenter/category/*", lease_upload, access::with_signature, error_shape::openapi},
    {"PUT", "/bailian-upload/*", put_leased, access::open, error_shape::openapi},
    {"PUT", "/*/datacenter/file", add_file, access::with_signature, error_shape::openapi},
    {"GET", "/*/datacenter/file/*", describe_file, access::with_signature, error_shape::openapi},
    {"DELETE", "/*/datacenter/file/*", delete_file, access::with_signature, error_shape::openapi},
    {"POST", "/api/v1/mcps/*/mcp", mcp_message, access::with_key, error_shape::native},
    {"DELETE", "/api/v1/mcps/*/mcp", mcp_end_session, access::with_key, error_shape::native},
    {"POST", "/api/v2/apps/memory/add", add_memory, access::with_key, error_shape::native},
    {"POST", "/api/v2/apps/memory/memory_nodes/search", search_memories, access::with_key, error_shape::native},
    {"GET", "/api/v2/apps/memory/memory_nodes", list_memories, access::with_key, error_shape::native},
    {"GET", "/api/v2/apps/memory/memory_nodes/*", get_memory, access::with_key, error_shape::native},
    {"PATCH", "/api/v2/apps/memory/memory_nodes/*", update_memory, access::with_key, error_shape::native},
    {"PUT", "/api/v2/apps/memory/memory_nodes/*", update_memory, access::with_key, error_shape::native},
    {"DELETE", "/api/v2/apps/memory/memory_nodes/*", delete_memory, access::with_key, error_shape::native},
    {"POST", "/api/v2/apps/memory/profile_schemas", create_schema, access::with_key, error_shape::native},
    {"GET", "/api/v2/apps/memory/profile_schemas", list_schemas, access::with_key, error_shape::native},
    {"GET", "/api/v2/apps/memory/profile_schemas/*", get_schema, access::with_key, error_shape::native},
    {"PATCH", "/api/v2/apps/memory/profile_schemas/*", update_schema, access::with_key, error_shape::native},
    {"DELETE", "/api/v2/apps/memory/profile_schemas/*", delete_schema, access::with_key, error_shape::native},
    {"GET", "/api/v2/apps/memory/profile_schemas/*/user_profile", get_user_profile, access::with_key,
     error_shape::native},
    {"GET", "/api/v2/apps/memory/profile_schemas/*/profiles", get_user_profile, access::with_key, error_shape::native},
    {"POST", "/api/v1/indices/rag/index/retrieve", key_retrieve, access::with_key, error_shape::native},
    {"POST", "/api/v1/indices/knowledge/search", service_search, access::with_key, error_shape::native},
    {"POST", "/*/index/retrieve", openapi_retrieve, access::with_signature, error_shape::openapi},
    {"POST", "/*/memories", create_app_memory, access::with_signature, error_shape::openapi},
    {"GET", "/*/memories", list_app_memories, access::with_signature, error_shape::openapi},
    {"GET", "/*/memories/*", get_app_memory, access::with_signature, error_shape::openapi},
    {"PUT", "/*/memories/*", update_app_memory, access::with_signature, error_shape::openapi},
    {"DELETE", "/*/memories/*", delete_app_memory, access::with_signature, error_shape::openapi},
    {"POST", "/*/memories/*/memoryNodes", create_app_node, access::with_signature, error_shape::openapi},
    {"GET", "/*/memories/*/memoryNodes", list_app_nodes, access::with_signature, error_shape::openapi},
    {"GET", "/*/memories/*/memoryNodes/*", get_app_node, access::with_signature, error_shape::openapi},
    {"PUT", "/*/memories/*/memoryNodes/*", update_app_node, access::with_signature, error_shape::openapi},
    {"DELETE", "/*/memories/*/memoryNodes/*", delete_app_node, access::with_signature, error_shape::openapi},
};

std::string_view take_segment(std::string_view& path) {
    auto end = path.find('/');
    auto segment = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    return segment;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view path, std::vector<std::string_view>& segments) {
    segments.clear();
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);  // DashScope takes both forms
    while (!pattern.empty() && !path.empty()) {
        auto wanted = take_segment(pattern);
        auto given = take_segment(path);
        if (wanted == "*" && !given.empty())
            segments.push_back(given);
        else if (wanted != given)
            return false;
    }
    return pattern.empty() && path.empty();
}

routed find_endpoint(std::string_view method, std::string_view path) {
    routed result;
    for (auto const& candidate : endpoints) {
        std::vector<std::string_view> segments;
        if (!matches(candidate.path, path, segments)) continue;
        if (candidate.method == method) return {&candidate, std::move(segments), {}};
        if (!result.allowed.empty()) result.allowed += ", ";
        result.allowed += candidate.method;
    }
    return result;
}

error_shape shape_of(std::string_view path) {
    return path.starts_with("/compatible-mode/") ? error_shape::compatible : error_shape::native;
}

}  // namespace sandbox
