#pragma once
// Vectors for texts and media: near where terms are shared, of length 1.

#include <boost/json/array.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

std::vector<double> vector_of(std::string_view text, std::size_t dimensions);
/// Of something without terms, such as a picture's bytes.
std::vector<double> vector_of_bytes(std::string_view bytes, std::size_t dimensions);
/// The mean of several, of length 1 again.
std::vector<double> mean_of(std::vector<std::vector<double>> const& all);

/// `[{"index","value","token"}]`
boost::json::array sparse_vector_of(std::string_view text);

boost::json::array to_json(std::vector<double> const& vector);
/// Little-endian floats in base64, as OpenAI's clients ask for.
std::string to_base64(std::vector<double> const& vector);

}  // namespace sandbox
