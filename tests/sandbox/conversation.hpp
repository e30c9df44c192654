#pragma once
// Several requests to one service, whose clock the test moves.

#include "sandbox/service.hpp"

#include <boost/json/value.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace sandbox_test {

class conversation {
public:
    explicit conversation(sandbox::options settings = {}) : service_(std::move(settings)) {}

    /// Sent with every request from now on; empty takes it away.
    void with(std::string name, std::string value);
    void asynchronous() { with("x-dashscope-async", "enable"); }
    void pass(std::chrono::milliseconds time) { now_ += time; }
    std::chrono::system_clock::time_point now() const { return now_; }

    /// `target` may have a query, or be a whole URL of this service.
    sandbox::plan get(std::string_view target);
    sandbox::plan post(std::string_view target, std::string body = {});

    /// The answer's body, whatever its status.
    boost::json::value get_json(std::string_view target);
    boost::json::value post_json(std::string_view target, std::string body = {});

    /// Uploads a file as the official clients do and gives its reference.
    std::string upload(std::string_view model, std::string_view name, std::string_view bytes);

private:
    sandbox::request request(std::string method, std::string_view target, std::string body) const;

    sandbox::service service_;
    std::chrono::system_clock::time_point now_{std::chrono::seconds(1'795'000'000)};
    std::vector<net::header> fields_{{"authorization", "Bearer sk-test"}, {"host", "sandbox.test:80"}};
};

/// A form in one body, and the header that says so.
struct form_body {
    std::string content_type;
    std::string body;
};
/// The last pair is the file: its name and bytes. An empty name leaves it out.
form_body make_form(std::vector<std::pair<std::string, std::string>> const& fields, std::string_view file_name,
                    std::string_view bytes);

constexpr std::string_view sync_images = "/api/v1/services/aigc/multimodal-generation/generation";
constexpr std::string_view image_messages = "/api/v1/services/aigc/image-generation/generation";
constexpr std::string_view image_prompts = "/api/v1/services/aigc/text2image/image-synthesis";
constexpr std::string_view image_edits = "/api/v1/services/aigc/image2image/image-synthesis";
constexpr std::string_view videos = "/api/v1/services/aigc/video-generation/video-synthesis";
constexpr std::string_view older_videos = "/api/v1/services/aigc/image2video/video-synthesis";

/// A PNG file of that size, as a data URI.
std::string png_uri(int width, int height);
/// A minimal request for one picture by messages; `more` are members of `parameters`.
std::string picture_body(std::string_view model, std::string_view prompt, std::string_view more = {});

}  // namespace sandbox_test
