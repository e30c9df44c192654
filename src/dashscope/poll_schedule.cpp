#include "dashscope/poll_schedule.hpp"

#include <algorithm>

namespace dashscope {

void poll_schedule::watch(std::string const& id, time_point now) {
    auto const [found, fresh] = tasks_.try_emplace(id);
    auto& task = found->second;
    if (fresh) {
        task.due = now;
        task.interval = limits_.first;
        return;
    }
    auto const soonest = task.last ? std::max(now, *task.last + limits_.first) : now;
    // A task that can't be answered just now is not asked more often because more wait for it.
    if (!task.failing_since) task.due = std::min(task.due, soonest);
}

void poll_schedule::forget(std::string const& id) { tasks_.erase(id); }

std::map<std::string, poll_schedule::entry>::const_iterator poll_schedule::earliest() const {
    auto best = tasks_.end();
    for (auto each = tasks_.begin(); each != tasks_.end(); ++each)
        if (!each->second.asked && (best == tasks_.end() || each->second.due < best->second.due)) best = each;
    return best;
}

std::optional<poll_schedule::time_point> poll_schedule::due() const {
    auto const next = earliest();
    if (next == tasks_.end()) return std::nullopt;
    return std::max(next->second.due, free_from_);
}

std::optional<std::string> poll_schedule::take(time_point now) {
    auto const when = due();
    if (!when || *when > now) return std::nullopt;
    auto const id = earliest()->first;
    tasks_.at(id).asked = true;
    free_from_ = now + limits_.spacing;
    return id;
}

poll_schedule::milliseconds poll_schedule::interval(entry const& of) const {
    return std::max(of.interval, limits_.share * static_cast<long>(tasks_.size()));
}

void poll_schedule::answered(std::string const& id, time_point now) {
    auto const found = tasks_.find(id);
    if (found == tasks_.end()) return;
    auto& task = found->second;
    task.asked = false;
    task.last = now;
    task.failing_since.reset();
    task.due = now + interval(task);
    auto const grown = std::chrono::duration_cast<milliseconds>(task.interval * limits_.growth);
    task.interval = std::min(grown, limits_.longest);
}

bool poll_schedule::troubled(std::string const& id, time_point now, bool throttled,
                             std::optional<milliseconds> retry_after) {
    if (throttled) free_from_ = std::max(free_from_, now + retry_after.value_or(limits_.throttled));
    auto const found = tasks_.find(id);
    if (found == tasks_.end()) return true;
    auto& task = found->second;
    task.asked = false;
    if (!task.failing_since) task.failing_since = now;
    if (now - *task.failing_since >= limits_.patience) {
        tasks_.erase(found);
        return false;
    }
    auto const grown = std::chrono::duration_cast<milliseconds>(task.interval * limits_.growth);
    task.interval = std::min(grown, limits_.longest);
    task.due = now + std::max(interval(task), retry_after.value_or(milliseconds(0)));
    return true;
}

}  // namespace dashscope
