// Uploads and downloads against the emulator.

#include "dashscope/download.hpp"
#include "dashscope/upload.hpp"
#include "media_files.hpp"
#include "sandbox/sandbox.hpp"

using namespace dashscope;
using namespace dashscope::test;

namespace {

struct sandbox_fixture : media_files {
    sandbox_fixture() : emulator(context.get_executor(), {}) { port = emulator.listen("127.0.0.1", 0); }

    credential sandboxed(std::string key = "sk-sandbox") const { return {std::move(key), {false, "127.0.0.1", port}}; }

    std::string put(std::string const& name, std::string model = "qwen-vl-plus") {
        return run(context, inputs.resolve(name, {"image", {}, {}}, sandboxed(), std::move(model)));
    }

    /// What the emulator says to a call that names the reference.
    std::string ask_about(std::string const& reference, std::string const& model, std::string key = "sk-sandbox") {
        json::object const part{{"type", "image_url"}, {"image_url", {{"url", reference}}}};
        json::array const content{part, json::object{{"type", "text"}, {"text", "What is this?"}}};
        json::array const messages{json::object{{"role", "user"}, {"content", content}}};
        json::object const body{{"model", model}, {"messages", messages}};
        try {
            run(context, api.call(sandboxed(std::move(key)), {"Asking", op_class::read, "POST", model},
                                  "/compatible-mode/v1/chat/completions", body, options));
            return "answered";
        } catch (failure const& error) {
            return error.text();
        }
    }

    sandbox::server emulator;
    std::uint16_t port = 0;
};

}  // namespace

TEST_CASE_FIXTURE(sandbox_fixture, "an upload is taken and can be used by the same key and model") {
    auto const reference = put("my cat.PNG");
    CHECK(reference.starts_with("oss://dashscope-instant/"));
    CHECK(reference.ends_with("/my_cat.PNG"));
    CHECK(ask_about(reference, "qwen-vl-plus") == "answered");
    CHECK(ask_about(reference, "qwen-vl-max") != "answered");
    CHECK(ask_about(reference, "qwen-vl-plus", "sk-another-key") != "answered");
    CHECK(ask_about("oss://dashscope-instant/nothing/x.png", "qwen-vl-plus") != "answered");
    CHECK(put("my cat.PNG") == reference);
}

TEST_CASE_FIXTURE(sandbox_fixture, "a file of many pieces, and one that is too large") {
    write("large.png", png(640, 480, 20 << 20));
    CHECK(put("large.png").ends_with("/large.png"));
    std::filesystem::resize_file(folder / "large.png", (1ull << 30) + 1);
    auto const error = failed([&] { put("large.png"); });
    CHECK(error.kind() == error_kind::file_problem);
    CHECK(contains(error.text(), "takes 1024 MB at most"));
}

TEST_CASE_FIXTURE(sandbox_fixture, "the storage's checks in words") {
    auto const policy = run(context, api.call(sandboxed(), {"Asking", op_class::read, "GET"},
                                              "/api/v1/uploads?action=getPolicy&model=m", nullptr, options));
    auto read = read_upload_policy(policy, sandboxed().base);
    read.folder = "elsewhere";
    net::client_request request;
    request.method = "POST";
    request.to = read.host;
    request.fields.set("Content-Type", "multipart/form-data; boundary=B");
    request.body = form_head(read, "a.png", "image/png", "B") + "bytes" + form_tail("B");
    auto const refused = run(context, http.send(request));
    CHECK(refused.status == 403);
    CHECK(contains(refused.body, "<Code>AccessDenied</Code>"));
}

TEST_CASE_FIXTURE(sandbox_fixture, "no key") {
    auto const error =
        failed([&] { run(context, inputs.resolve("cat.png", {"image", {}, {}}, sandboxed("sk-invalid"), "m")); });
    CHECK(error.kind() == error_kind::invalid_key);
}

TEST_CASE_FIXTURE(sandbox_fixture, "a link that was never given is refused in words") {
    download_rules rules;
    rules.base = sandboxed().base;
    auto const from = rules.base.text() + "/dashscope-result/x.png?Expires=1&OSSAccessKeyId=LTAIsandbox&Signature=x";
    auto const error = failed([&] { run(context, download(http, from, rules, [](auto) {})); });
    CHECK(contains(error.text(), "Downloading from 127.0.0.1 failed. The storage answered"));
}
