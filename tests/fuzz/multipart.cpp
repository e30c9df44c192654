// Forms as clients post them to the sandbox's storage. The first line of the input is the content type, the rest the
// body. Whatever parts are found lie inside the body, in order; a form that is written with them is read back.

#include "sandbox/multipart.hpp"

#include "support.hpp"

#include <string>

namespace {

void check_parts(std::string_view body, std::vector<sandbox::form_part> const& parts) {
    auto const* last = body.data();
    for (auto const& part : parts) {
        auto const* begin = part.content.data();
        REQUIRE(begin >= last && begin + part.content.size() <= body.data() + body.size());
        last = begin + part.content.size();
    }
}

bool can_be_quoted(std::string_view name) {
    return name.find_first_of("\"\r\n;") == std::string_view::npos && !name.starts_with(' ') && !name.ends_with(' ') &&
           !name.starts_with('\t') && !name.ends_with('\t');
}

void check_round_trip(std::string_view name, std::string_view content) {
    constexpr std::string_view boundary = "a-boundary-that-nothing-holds";
    if (!can_be_quoted(name) || content.find(boundary) != std::string_view::npos) return;
    std::string body = "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"";
    body.append(name).append("\"\r\nContent-Type: image/png\r\n\r\n").append(content);
    body.append("\r\n--").append(boundary).append("--\r\n");
    auto const parts = sandbox::read_multipart("multipart/form-data; boundary=" + std::string(boundary), body);
    REQUIRE(parts && parts->size() == 1);
    auto const& part = parts->front();
    REQUIRE(part.name == "file");
    REQUIRE(part.file_name == name);
    REQUIRE(part.content_type == "image/png");
    REQUIRE(part.content == content);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto body = fuzz::view(data, size);
    auto const type = fuzz::take_until(body, '\n');
    if (auto const parts = sandbox::read_multipart(type, body)) check_parts(body, *parts);
    if (auto const parts = sandbox::read_multipart("multipart/form-data; boundary=x", body)) check_parts(body, *parts);
    check_round_trip(type, body);
    return 0;
}
