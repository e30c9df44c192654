#pragma once
// What a server may ask its client while a request of the client's runs: a form or a page for the user (elicitation), a
// model's words (sampling), the client's roots. How it gets there is the era's business (request_context::ask).

#include "mcp/envelope.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mcp {

struct question {
    std::string key;     // names it within its request, the same each time that the request is run
    std::string method;  // elicitation/create, sampling/createMessage or roots/list
    boost::json::object params;
};

/// A form: `properties` and `required` are those of a requestedSchema (flat, of primitive types). Never for secrets.
question ask_form(std::string key, std::string_view message, boost::json::object properties,
                  boost::json::array required = {});
/// A page that the user is sent to.
question ask_page(std::string key, std::string_view message, std::string_view url);
/// `params` are those of sampling/createMessage.
question ask_model(std::string key, boost::json::object params);
question ask_roots(std::string key);

/// Whether a client with these traits takes such a question.
bool can_answer(client_traits const& client, question const& what);
/// What a client must declare to be asked that: a ClientCapabilities object.
boost::json::object needed_capabilities(question const& what);
/// The question as a revision writes it.
boost::json::object params_for(question const& what, revision version);
/// An InputRequests object of 2026-07-28: the questions by their keys.
boost::json::object input_requests(std::vector<question> const& all, revision version);
/// Whether a client's result fits the question: of its kind and, where a form was filled in, with everything that is
/// required and as its schema wants it.
bool is_answer(question const& what, boost::json::value const& result);

/// What a user made of a form or a page.
enum class decision { accepted, declined, cancelled };

struct form_answer {
    decision how = decision::cancelled;
    boost::json::object content;  // of an accepted form
};

/// Reads a result that `is_answer` took for a form's or a page's.
form_answer read_form(boost::json::object const& result);

}  // namespace mcp
