#pragma once
// A folder with a few small media files, and a media_inputs that may read it.

#include "client_fixture.hpp"

#include "dashscope/media_input.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace dashscope::test {

inline std::string be32(std::uint32_t value) {
    return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
            static_cast<char>(value)};
}

/// A PNG as far as its head; padded to `size` bytes.
inline std::string png(std::uint32_t width, std::uint32_t height, std::size_t size = 100) {
    std::string bytes("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
    bytes += be32(width) + be32(height);
    bytes.resize(std::max(size, bytes.size()), 'x');
    return bytes;
}

inline std::filesystem::path make_folder() {
    std::string pattern = std::filesystem::temp_directory_path() / "dashscope media XXXXXX";
    return std::filesystem::canonical(::mkdtemp(pattern.data()));
}

struct media_files : client_fixture {
    media_files() {
        write("cat.png", png(640, 480));
        write("my cat.PNG", png(640, 480));
        write("tiny.png", png(8, 8));
        write("letter.png", "Dear diary, this is no picture.");
        write("empty.png", "");
        write("note.txt", "Good day.\n");
        write("noname", png(300, 300));
    }
    ~media_files() { std::filesystem::remove_all(folder); }

    void write(std::string const& name, std::string const& bytes) const {
        std::ofstream(folder / name, std::ios::binary) << bytes;
    }

    /// The answer of getPolicy, with the scripted server as the storage.
    std::string policy(std::string_view id = "1", std::string_view max_mb = "1024") const {
        return R"({"request_id":"r","data":{"policy":"UE9MSUNZ","signature":"SIG=","upload_dir":"dashscope-instant/a/)" +
               std::string(id) + R"(","upload_host":"http://127.0.0.1:)" + std::to_string(server.port()) +
               R"(","expire_in_seconds":300,"max_file_size_mb":)" + std::string(max_mb) +
               R"(,"oss_access_key_id":"LTAIkey","x_oss_object_acl":"private","x_oss_forbid_overwrite":"true"}})";
    }

    void accept_upload(std::string_view id = "1") {
        server.script.push_back(json_answer(200, policy(id)));
        server.script.push_back(answer(200, "application/xml", ""));
    }

    std::string resolve(std::string argument, media_rules rules = {"image", {}, {}}, media_options how = {},
                        std::string model = "qwen-vl-plus") {
        return run(context, inputs.resolve(std::move(argument), std::move(rules), someone(), std::move(model), how));
    }

    std::string refusal(std::string argument, media_rules rules = {"image", {}, {}}) {
        try {
            return "taken: " + resolve(std::move(argument), std::move(rules));
        } catch (media_error const& error) {
            return error.what();
        }
    }

    std::filesystem::path folder = make_folder();
    platform::allowed_files files{{folder}};
    media_inputs inputs{api, http, &files, {}};
};

}  // namespace dashscope::test
