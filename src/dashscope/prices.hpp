#pragma once
// What a call has cost, by the price list that is compiled in.

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace dashscope {

/// In yuan, by the Beijing list (model_table_date). Nothing where the list has no price for the model, or has several
/// and the usage does not tell which one holds: no figure is better than a wrong one. Discounts, free quotas and caches
/// are not looked at.
std::optional<double> estimated_cost(std::string_view model, boost::json::object const& usage);

}  // namespace dashscope
