#pragma once
// What the handlers of DashScope's native API share: who asks, the body, the usual refusals.

#include "sandbox/fields.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/service.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

/// Stands for the account of the request's key: every key is an account of its own here.
std::string account_of(exchange const& context);

milliseconds_since_1970 time_of(exchange const& context);

/// True when a header says `enable`, whatever its case.
bool enabled(exchange const& context, std::string_view lower_case_field);

/// A header asks for an event stream.
bool wants_stream(exchange const& context);

/// The refusal in the shape of the endpoint. What the API's own validation refuses of a stream is the stream's only
/// event, under HTTP 200, as recorded; what the gateway refuses has its own status.
plan refuse(failure const& error, exchange const& context);
/// 200 with `body` and the request's id.
plan native_answer(boost::json::object body, exchange const& context);

/// `{"model","input":{…},"parameters":{…}}`
struct native_body {
    boost::json::object all;
    std::string model;
    boost::json::object input;
    boost::json::object parameters;  // empty when absent
};
/// The body, or why it is none.
boost::system::result<native_body, failure> read_native(request const& asked);

/// 403 of an endpoint that has only the other way: "current user api does not support synchronous calls."
failure only_asynchronous();
failure only_synchronous();
/// A model at another model's endpoint.
failure wrong_url();
failure no_such_model();

}  // namespace sandbox
