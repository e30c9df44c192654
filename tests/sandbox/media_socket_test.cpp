// Uploads, pictures and films over a real socket, as a client meets them.

#include "sandbox/sandbox.hpp"

#include "conversation.hpp"
#include "decode.hpp"
#include "support.hpp"

#include "net/client.hpp"

#include <doctest/doctest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

using namespace std::chrono_literals;
using sandbox_test::at;
using fields = net::headers;

namespace {

class session {
public:
    session() : server_(io_.get_executor(), quick()), client_(io_.get_executor(), {}) {
        origin_ = "http://127.0.0.1:" + std::to_string(server_.listen("127.0.0.1", 0));
    }

    net::client_response send_source(std::string const& path, std::shared_ptr<net::body_source> body) {
        net::client_request asked;
        asked.method = "POST";
        asked.to = *net::parse_url(origin_ + path);
        asked.source = std::move(body);
        return run(client_.send(std::move(asked)));
    }
    /// `target` is a path or a whole URL.
    net::client_response send(std::string method, std::string target, std::string body = {}, fields more = {}) {
        net::client_request asked;
        asked.method = std::move(method);
        asked.to = *net::parse_url(target.starts_with('/') ? origin_ + target : target);
        asked.fields = std::move(more);
        if (!asked.fields.find("Authorization") && target.starts_with('/'))
            asked.fields.add("Authorization", "Bearer sk-test");
        asked.body = std::move(body);
        asked.limits.read = 60s;
        return run(client_.send(std::move(asked)));
    }
    boost::json::value json(std::string method, std::string target, std::string body = {}, fields more = {}) {
        return boost::json::parse(send(std::move(method), std::move(target), std::move(body), std::move(more)).body);
    }

    std::string const& origin() const { return origin_; }

private:
    static sandbox::options quick() {
        sandbox::options settings;
        settings.task_time = 0ms;
        return settings;
    }

    net::client_response run(platform::task<net::client_response> work) {
        std::optional<net::client_response> result;
        std::exception_ptr error;
        boost::asio::co_spawn(io_, std::move(work), [&](std::exception_ptr thrown, net::client_response value) {
            error = thrown;
            result = std::move(value);
            io_.stop();
        });
        io_.restart();
        io_.run();
        if (error) std::rethrow_exception(error);
        return std::move(*result);
    }

    boost::asio::io_context io_;
    sandbox::server server_;
    net::client client_;
    std::string origin_;
};

net::client_response upload(session& with, boost::json::value const& policy, std::string_view name,
                            std::string_view bytes) {
    auto const form = sandbox_test::make_form({{"OSSAccessKeyId", at(policy, "/data/oss_access_key_id")},
                                               {"Signature", at(policy, "/data/signature")},
                                               {"policy", at(policy, "/data/policy")},
                                               {"x-oss-object-acl", "private"},
                                               {"x-oss-forbid-overwrite", "true"},
                                               {"key", at(policy, "/data/upload_dir") + "/" + std::string(name)},
                                               {"success_action_status", "200"}},
                                              name, bytes);
    // As clients do: to the host that the policy names, without a key.
    return with.send("POST", at(policy, "/data/upload_host") + "/", form.body, {{"Content-Type", form.content_type}});
}

}  // namespace

TEST_SUITE("sandbox/media over sockets") {
    TEST_CASE("a local film is uploaded, edited by a task, and the result fetched") {
        session with;
        fields const later{{"X-DashScope-Async", "enable"}};
        auto const first =
            with.json("POST", std::string(sandbox_test::videos),
                      R"({"model":"wan2.7-t2v","input":{"prompt":"x"},"parameters":{"duration":2}})", later);
        auto const done = with.json("GET", "/api/v1/tasks/" + at(first, "/output/task_id"));
        auto const film = with.send("GET", at(done, "/output/video_url"));
        REQUIRE(film.status == 200);
        CHECK(film.fields.value_or("Content-Type", "") == "video/mp4");

        auto const policy = with.json("GET", "/api/v1/uploads?action=getPolicy&model=wan2.7-videoedit");
        CHECK(at(policy, "/data/upload_host") == with.origin());
        REQUIRE(upload(with, policy, "film.mp4", film.body).status == 200);
        auto const body =
            R"({"model":"wan2.7-videoedit","input":{"prompt":"clay","media":[{"type":"video","url":"oss://)" +
            at(policy, "/data/upload_dir") + R"(/film.mp4"}]},"parameters":{"resolution":"720P"}})";
        auto const second = with.json("POST", std::string(sandbox_test::videos), body,
                                      {{"X-DashScope-Async", "enable"}, {"X-DashScope-OssResourceResolve", "enable"}});
        auto const edited = with.json("GET", "/api/v1/tasks/" + at(second, "/output/task_id"));
        CHECK(at(edited, "/usage/input_video_duration") == "2");
        auto const result = sandbox_test::decode_film(with.send("GET", at(edited, "/output/video_url")).body);
        CHECK(result.width == 1280);
        CHECK(result.luma.size() == 10);
    }

    TEST_CASE("a large upload is kept") {
        session with;
        auto const policy = with.json("GET", "/api/v1/uploads?action=getPolicy&model=x");
        CHECK(upload(with, policy, "a.bin", std::string(150 * 1024 * 1024, 'x')).status == 200);
    }

    TEST_CASE("what is larger than any form is refused before it is read") {
        // More than the largest form, and never in memory.
        class endless final : public net::body_source {
        public:
            std::uint64_t size() const override { return 1100ULL * 1024 * 1024; }
            void rewind() override {}
            platform::task<std::size_t> read(std::span<char> into) override {
                std::ranges::fill(into, 'x');
                co_return into.size();
            }
        };
        session with;
        CHECK(with.send_source("/", std::make_shared<endless>()).status == 413);
    }

    TEST_CASE("a picture at once") {
        session with;
        auto const answer = with.json("POST", std::string(sandbox_test::sync_images),
                                      sandbox_test::picture_body("qwen-image-2.0", "a cat", R"("size":"1024*512")"));
        auto const file = with.send("GET", at(answer, "/output/choices/0/message/content/0/image"));
        CHECK(file.fields.value_or("Content-Type", "") == "image/png");
        CHECK(sandbox_test::decode_png(file.body).width == 1024);
    }
}
