#include "tools/seen_ids.hpp"

namespace tools {

void seen_ids::note(id_kind kind, std::string_view principal, std::string_view id) {
    if (id.empty()) return;
    owner const whose{kind, std::string(principal)};
    // Who comes so late gets no suggestions until the next start: better than to forget those of somebody at random.
    if (!all_.contains(whose) && all_.size() >= most_principals) return;
    auto& mine = all_[whose];
    mine.remove(std::string(id));
    mine.emplace_front(id);
    if (mine.size() > most_each) mine.pop_back();
}

std::vector<std::string> seen_ids::of(id_kind kind, std::string_view principal) const {
    auto const found = all_.find({kind, std::string(principal)});
    if (found == all_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

void note_seen(services const& with, id_kind kind, std::string_view principal, std::string_view id) {
    if (with.seen) with.seen->note(kind, principal, id);
}

std::string string_in(boost::json::object const& parameters, std::string_view name) {
    auto const* value = parameters.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

}  // namespace tools
