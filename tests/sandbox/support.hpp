#pragma once
// Requests to the sandbox's service without a socket, and their answers taken apart.

#include "sandbox/service.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sandbox_test {

sandbox::request get(std::string path);
sandbox::request post_chat(std::string body);
/// With a good key.
sandbox::request send(std::string method, std::string path, std::string body = {}, std::string query = {});

/// What an OpenAPI request is signed with.
struct signer {
    std::string access_key_id = "LTAIsandbox";
    std::string secret = "sandbox-secret";
    std::string token = {};
    std::string date = "2026-11-21T08:00:00Z";
    std::string nonce = {};  // empty: a new one each time
};
sandbox::request sign(sandbox::request asked, signer const& with = {});
/// The time of signer's date.
std::chrono::system_clock::time_point signing_time();

/// Answers one request of a fresh service.
sandbox::plan answer(sandbox::request const& asked, sandbox::options settings = {});

/// A chat request with one user message; `more` are further members of the body: `"stream":true`.
std::string chat_body(std::string_view text, std::string_view more = {}, std::string_view model = "qwen-plus");
sandbox::plan chat(std::string_view text, std::string_view more = {}, std::string_view model = "qwen-plus");

boost::json::value body_of(sandbox::plan const& answer);
std::string header(sandbox::plan const& answer, std::string_view name);

/// The `data:` lines of a stream, without [DONE].
std::vector<std::string> data_lines(sandbox::plan const& answer);
std::vector<boost::json::value> chunks(sandbox::plan const& answer);
/// What the deltas' member adds up to, for one choice.
std::string joined(std::vector<boost::json::value> const& chunks, std::string_view member, std::size_t choice = 0);

/// The text at a JSON pointer; "null" and other values as JSON.
std::string at(boost::json::value const& from, std::string_view pointer);

}  // namespace sandbox_test
