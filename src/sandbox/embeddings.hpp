#pragma once
// Embeddings of texts, in both APIs, and of media.

#include "sandbox/service.hpp"

namespace sandbox {

plan embed_compatible(exchange const& context);  // POST /compatible-mode/v1/embeddings
plan embed_texts(exchange const& context);       // POST …/embeddings/text-embedding/text-embedding
plan embed_media(exchange const& context);       // POST …/embeddings/multimodal-embedding/multimodal-embedding

}  // namespace sandbox
