#pragma once
// The two forms of a chat completion on the wire of the native API, as recorded: one object, or a stream of frames.

#include "sandbox/completion.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace sandbox {

struct native_form {
    bool parts = false;          // content is a list of parts: the multimodal endpoint
    bool text = false;           // result_format text: `output.text` in place of choices
    bool incremental = false;    // frames hold what is new, not all so far
    bool searched = false;       // the web search is counted
    boost::json::array sources;  // of the search; empty: not shown
    std::string request_id;
};

plan whole_native_answer(completion const& what, native_form const& form);
/// `pieces` as in cut().
plan streamed_native_answer(completion const& what, native_form const& form, std::size_t pieces);

}  // namespace sandbox
