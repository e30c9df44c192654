#pragma once
// Sends a call of an application and collects the streamed answer.

#include "dashscope/app_result.hpp"
#include "dashscope/broken_off.hpp"
#include "dashscope/client.hpp"

#include <functional>
#include <string>

namespace dashscope {

/// "Calling the application ID"
operation app_operation(std::string_view app_id);

/// Streams always: an application that thinks, searches and calls plug-ins takes minutes. `body` must be settled.
/// `on_delta` gets what each event added. Throws failure; for an answer that breaks off after something was said
/// broken_off<app_result>.
platform::task<app_result> call_app(client& api, credential who, std::string app_id, json::object body,
                                    call_options options, std::function<void(app_delta const&)> on_delta);

}  // namespace dashscope
