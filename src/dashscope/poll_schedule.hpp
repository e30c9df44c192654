#pragma once
// Which task is asked when: the queries of one account shared among all who wait. No socket, no clock: time comes in.

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace dashscope {

struct poll_limits {
    using milliseconds = std::chrono::milliseconds;

    // DashScope counts 20 queries in any second, as they arrive. Sent evenly at 16.7 a second, what the network pushes
    // together stays below that, and another process of the same account gets a word in.
    milliseconds spacing{60};
    milliseconds first{1000};  // between the first two queries of a task
    milliseconds longest{5000};
    double growth = 1.25;
    // Each task in view makes all of them slower: a quarter of the budget stays free for those that come new.
    milliseconds share{80};
    milliseconds throttled{1000};          // after "too many requests" without a time in it nobody asks
    std::chrono::seconds patience{60};     // how long a task's queries may fail one after another
};

/// Each task is asked at most once at a time, however many wait for it. One owner, one thread.
class poll_schedule {
public:
    using time_point = std::chrono::steady_clock::time_point;
    using milliseconds = std::chrono::milliseconds;

    explicit poll_schedule(poll_limits limits = {}) : limits_(limits) {}

    /// Someone waits for this task: it is asked as soon as the budget allows. One that is watched already is asked
    /// earlier, but not before the shortest interval has passed.
    void watch(std::string const& id, time_point now);
    /// Nobody waits for it any more.
    void forget(std::string const& id);

    /// When `take` will give the next task; nothing while there is none to ask.
    std::optional<time_point> due() const;
    /// The task whose turn it is, if the time has come. It is not given again until its query is reported.
    std::optional<std::string> take(time_point now);

    /// A query had an answer.
    void answered(std::string const& id, time_point now);
    /// A query failed in a way that may pass. False: it has for too long, and the task is forgotten. `throttled`: the
    /// account asks too much, so everyone pauses.
    bool troubled(std::string const& id, time_point now, bool throttled, std::optional<milliseconds> retry_after);

    bool empty() const { return tasks_.empty(); }
    std::size_t size() const { return tasks_.size(); }

private:
    struct entry {
        time_point due;
        std::optional<time_point> last;  // answer
        std::optional<time_point> failing_since;
        milliseconds interval;
        bool asked = false;
    };

    milliseconds interval(entry const& of) const;
    std::map<std::string, entry>::const_iterator earliest() const;

    poll_limits limits_;
    std::map<std::string, entry> tasks_;
    time_point free_from_{};  // no query before
};

}  // namespace dashscope
