#include "tools/services.hpp"

#include "dashscope/settings.hpp"

namespace tools {

dashscope::credential operator_credential(services const& with) {
    return {with.settings.api_key, with.settings.base};
}

}  // namespace tools
