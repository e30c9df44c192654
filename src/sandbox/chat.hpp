#pragma once
// Chats: POST /compatible-mode/v1/chat/completions, and the answer itself, which the native endpoints write
// differently.

#include "sandbox/chat_request.hpp"
#include "sandbox/completion.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/service.hpp"

namespace sandbox {

plan chat(exchange const& context);

/// An answer before it is written down.
struct chat_answer {
    chat_request asked;
    completion what;
    wishes wanted;
};

/// Answers a body in the compatible API's form, or refuses it.
boost::system::result<chat_answer, failure> answer_chat(exchange const& context);

/// The error that a request's model asks for by its name, whatever the rest of the body.
std::optional<error_wish> error_of_model(request const& asked);

}  // namespace sandbox
