#include "store/event_log.hpp"

#include <algorithm>

namespace store {

event_log::event_log(event_limits limits) : limits_(limits) {}

event_log::stream const* event_log::find(std::string_view name) const {
    auto const found = streams_.find(name);
    return found == streams_.end() ? nullptr : &found->second;
}

event_log::stream* event_log::find(std::string_view name) {
    auto const found = streams_.find(name);
    return found == streams_.end() ? nullptr : &found->second;
}

bool event_log::open(std::string_view name, std::string_view owner, time_point now) {
    forget_expired(now);
    erase(name);
    if (streams_.size() >= limits_.streams && !departures_.empty()) erase(streams_.find(*departures_.begin()->second));
    if (streams_.size() >= limits_.streams) return false;
    stream opened;
    opened.owner = owner;
    opened.departure = departures_.end();
    streams_.emplace(name, std::move(opened));
    return true;
}

std::string_view event_log::owner(std::string_view name) const {
    auto const* of = find(name);
    return of ? std::string_view(of->owner) : std::string_view();
}

void event_log::append(std::string_view name, std::string text, time_point now) {
    auto* to = find(name);
    if (!to || to->ended) return;
    auto const size = text.size();
    to->events.push_back(std::move(text));
    ++to->last;
    to->bytes += size;
    bytes_ += size;
    if (bytes_ > limits_.bytes) forget_expired(now);
    make_room();
}

void event_log::end(std::string_view name) {
    if (auto* of = find(name)) of->ended = true;
}

bool event_log::ended(std::string_view name) const {
    auto const* of = find(name);
    return !of || of->ended;
}

void event_log::erase(std::string_view name) {
    if (auto const found = streams_.find(name); found != streams_.end()) erase(found);
}

void event_log::erase_owner(std::string_view owner) {
    for (auto each = streams_.begin(); each != streams_.end();) {
        auto const next = std::next(each);
        if (each->second.owner == owner) erase(each);
        each = next;
    }
}

void event_log::join(std::string_view name) {
    auto* of = find(name);
    if (!of || of->departure == departures_.end()) return;
    departures_.erase(of->departure);
    of->departure = departures_.end();
}

void event_log::leave(std::string_view name, time_point now) {
    auto const found = streams_.find(name);
    if (found == streams_.end() || found->second.departure != departures_.end()) return;
    found->second.departure = departures_.emplace(now, &found->first);
    make_room();
}

std::optional<event_log::event> event_log::next(std::string_view name, std::uint64_t after) const {
    auto const* of = find(name);
    if (!of || after >= of->last || of->events.empty()) return std::nullopt;
    auto const number = std::max(after + 1, of->first());
    return event{number, of->events[number - of->first()]};
}

void event_log::take(std::string_view name, std::uint64_t upto) {
    auto* of = find(name);
    if (!of) return;
    while (of->taken < std::min(upto, of->last)) {
        ++of->taken;
        if (of->taken >= of->first()) of->taken_bytes += of->events[of->taken - of->first()].size();
    }
    auto const kept = bytes_ > limits_.bytes ? 0 : limits_.stream_bytes;
    while (of->taken_bytes > kept) drop_first(*of);
}

std::uint64_t event_log::taken(std::string_view name) const {
    auto const* of = find(name);
    return of ? of->taken : 0;
}

std::size_t event_log::untaken(std::string_view name) const {
    auto const* of = find(name);
    return of ? of->bytes - of->taken_bytes : 0;
}

std::uint64_t event_log::last(std::string_view name) const {
    auto const* of = find(name);
    return of ? of->last : 0;
}

void event_log::forget_expired(time_point now) {
    while (!departures_.empty() && departures_.begin()->first + limits_.kept <= now)
        erase(streams_.find(*departures_.begin()->second));
}

void event_log::drop_first(stream& of) {
    auto const size = of.events.front().size();
    if (of.first() <= of.taken) of.taken_bytes -= size;
    of.bytes -= size;
    bytes_ -= size;
    of.events.pop_front();
}

void event_log::make_room() {
    while (bytes_ > limits_.bytes && !departures_.empty()) erase(streams_.find(*departures_.begin()->second));
}

void event_log::erase(streams::iterator which) {
    bytes_ -= which->second.bytes;
    if (which->second.departure != departures_.end()) departures_.erase(which->second.departure);
    streams_.erase(which);
}

}  // namespace store
