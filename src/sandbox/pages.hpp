#pragma once
// What the sandbox says of itself, and the list of models.

#include "sandbox/service.hpp"

namespace sandbox {

plan index_page(exchange const& context);   // GET /
plan errors_page(exchange const& context);  // GET /errors
plan models_page(exchange const& context);  // GET /compatible-mode/v1/models
plan model_page(exchange const& context);   // GET /compatible-mode/v1/models/*

plan native_models_page(exchange const& context);  // GET /api/v1/models

}  // namespace sandbox
