#pragma once
// Profiles in long-term memory: schemas, and what messages told of a user's attributes.

#include "sandbox/service.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

plan create_schema(exchange const& context);     // POST …/profile_schemas
plan list_schemas(exchange const& context);      // GET …/profile_schemas
plan get_schema(exchange const& context);        // GET …/profile_schemas/*
plan update_schema(exchange const& context);     // PATCH …/profile_schemas/*
plan delete_schema(exchange const& context);     // DELETE …/profile_schemas/*
plan get_user_profile(exchange const& context);  // GET …/profile_schemas/*/user_profile, formerly …/profiles

/// Sets the attributes that `texts` give a value: "NAME is VALUE", "NAME: VALUE", "NAME是VALUE". Nothing, or why not.
std::optional<failure> learn_profile(std::string_view schema, std::string_view user,
                                     std::vector<std::string> const& texts, exchange const& context);

}  // namespace sandbox
