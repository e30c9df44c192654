#include "sandbox/vectors.hpp"

#include "sandbox/random.hpp"
#include "sandbox/ranking.hpp"
#include "sandbox/tone.hpp"

#include <boost/json/object.hpp>

#include <bit>
#include <cmath>
#include <cstdint>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::uint64_t vocabulary = 250'000;

void add_direction(std::vector<double>& to, std::uint64_t seed) {
    generator random(seed);
    for (double& value : to) value += random.unit() * 2 - 1;
}

void normalize(std::vector<double>& vector) {
    double sum = 0;
    for (double value : vector) sum += value * value;
    if (sum <= 0) return;
    auto const length = std::sqrt(sum);
    for (double& value : vector) value /= length;
}

}  // namespace

std::vector<double> vector_of(std::string_view text, std::size_t dimensions) {
    auto const terms = terms_of(text);
    if (terms.empty()) return vector_of_bytes(text, dimensions);
    std::vector<double> vector(dimensions, 0.0);
    for (auto const& term : terms) add_direction(vector, hash(term, 11));
    normalize(vector);
    return vector;
}

std::vector<double> vector_of_bytes(std::string_view bytes, std::size_t dimensions) {
    std::vector<double> vector(dimensions, 0.0);
    add_direction(vector, hash(bytes, 12));
    normalize(vector);
    return vector;
}

std::vector<double> mean_of(std::vector<std::vector<double>> const& all) {
    if (all.empty()) return {};
    std::vector<double> sum(all.front().size(), 0.0);
    for (auto const& vector : all)
        for (std::size_t i = 0; i < sum.size() && i < vector.size(); ++i) sum[i] += vector[i];
    normalize(sum);
    return sum;
}

json::array sparse_vector_of(std::string_view text) {
    json::array entries;
    for (auto const& term : terms_of(text))
        entries.push_back(json::object{{"index", hash(term, 13) % vocabulary},
                                       {"value", 0.5 + static_cast<double>(hash(term, 14) % 1000) / 1000},
                                       {"token", term}});
    return entries;
}

json::array to_json(std::vector<double> const& vector) {
    return json::array(vector.begin(), vector.end());
}

std::string to_base64(std::vector<double> const& vector) {
    std::string bytes;
    for (double value : vector) {
        auto const bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
        for (int i = 0; i < 4; ++i) bytes += static_cast<char>(bits >> (8 * i) & 0xFFU);
    }
    return base64(bytes);
}

}  // namespace sandbox
