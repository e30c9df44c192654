#pragma once
// How near two texts are, by the terms that they share: words of alphabetic scripts, pairs of neighbours in Chinese,
// Japanese and Korean. Stands in for embeddings wherever the real service ranks.

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

using term_set = std::set<std::string>;

/// In lower case, without the commonest words of English and Chinese, plurals folded.
term_set terms_of(std::string_view text);

/// 0 to 1: the share of the smaller set that the other one has too.
double overlap(term_set const& left, term_set const& right);
/// 0 to 1: the share of `wanted` that `given` has.
double coverage(term_set const& wanted, term_set const& given);

struct ranked {
    std::size_t index;
    double score;
};

/// Every text with its score from 0 to 1, best first; rare terms of the query count for more. Equal scores keep
/// their order.
std::vector<ranked> rank(std::string_view query, std::vector<std::string> const& texts);

}  // namespace sandbox
