#pragma once
// A compiled schema and the check of one value against it. Private to the argument validator.

#include "mcp/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace mcp {

struct property;

struct arguments_schema::node {
    value_type type = value_type::any;
    std::vector<property> properties;
    bool additional_properties = true;
    std::unique_ptr<node> items;
    std::vector<std::string> allowed;  // enum
    std::optional<double> minimum, maximum, exclusive_minimum, exclusive_maximum;
    std::optional<std::size_t> min_length, max_length, min_items, max_items;

    property const* find(std::string_view name) const;
};

struct property {
    std::string name;
    arguments_schema::node schema;
    bool required = false;
};

/// Throws std::invalid_argument; `place` is where in the schema, for its text.
arguments_schema::node compile_schema(boost::json::object const& schema, std::string const& place);

/// Collects problems, bounded: a list of a thousand wrong items is not worth a thousand lines.
class problem_list {
public:
    void add(std::string problem);
    std::string text() const;

private:
    std::vector<std::string> problems_;
    std::size_t left_out_ = 0;
};

/// Checks `value` and mends it in place. `place` names it for the reader: "`messages`[0].role".
void check_value(arguments_schema::node const& schema, boost::json::value& value, std::string const& place,
                 problem_list& problems);

/// What is allowed, in words: "a number from 0 to below 2", "one of: auto, none".
std::string describe(arguments_schema::node const& schema);

}  // namespace mcp
