#include "support.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dashscope::test {

std::string recorded(std::string_view name) {
    auto path = std::string(DASHSCOPE_TEST_DATA) + "/recorded/" + std::string(name) + ".response.body.txt";
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("no such recording: " + path);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
}

std::vector<net::sse_event> events_of(std::string_view bytes, std::size_t piece) {
    net::sse_reader reader;
    std::vector<net::sse_event> events;
    auto drain = [&] {
        while (auto event = reader.next()) events.push_back(std::move(*event));
    };
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.substr(at, piece));
        drain();
    }
    reader.finish();
    drain();
    return events;
}

call_context beijing_context(op_class repeats) {
    return {{"Chat with qwen-plus", "qwen-plus", beijing_origin()}, std::string(secret_key), repeats};
}

}  // namespace dashscope::test
