#pragma once
// What the sandbox remembers between requests: each capability keeps a type of its own, so that none has to know of
// another's.

#include <memory>
#include <typeindex>
#include <unordered_map>

namespace sandbox {

/// One owner, one thread.
class state {
public:
    /// The one object of type T; made when it is first asked for.
    template <class T>
    T& of() {
        auto& slot = parts_[typeid(T)];
        if (!slot) slot = std::make_shared<T>();
        return *static_cast<T*>(slot.get());
    }

private:
    std::unordered_map<std::type_index, std::shared_ptr<void>> parts_;
};

}  // namespace sandbox
