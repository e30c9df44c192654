#pragma once
// Hears of files that come to a folder, are written there, or go.

#include "platform/task.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace platform {

/// Calls back, while it lives, a moment after something has changed, once for many changes at a time. Files whose names
/// begin with a dot don't count. A folder that is not there is looked for every now and then. One thread: the
/// executor's.
class folder_watch {
public:
    folder_watch(executor on, std::filesystem::path folder, std::function<void()> changed);
    ~folder_watch();
    folder_watch(folder_watch const&) = delete;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace platform
