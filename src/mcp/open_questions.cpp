#include "mcp/open_questions.hpp"

#include "seal/random.hpp"

namespace mcp {

std::string open_questions::add(std::string session_key, taker take) {
    auto id = '"' + seal::random_id() + '"';
    open_.emplace(id, entry{std::move(session_key), std::move(take)});
    return id;
}

bool open_questions::answer(std::string_view session_key, jsonrpc::message const& response) {
    auto const found = open_.find(response.id);
    if (found == open_.end() || found->second.session_key != session_key || !response.body) return false;
    auto const take = std::move(found->second.take);
    open_.erase(found);
    take(*response.body);
    return true;
}

}  // namespace mcp
