#include "dashscope/storage_error.hpp"

#include "support.hpp"

using namespace dashscope;
using dashscope::test::contains;

namespace {

std::string xml(std::string_view code, std::string_view message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>" + std::string(code) +
           "</Code>\n  <Message>" + std::string(message) +
           "</Message>\n  <RequestId>65F0</RequestId>\n  <HostId>h</HostId>\n</Error>\n";
}

}  // namespace

TEST_CASE("the storage's errors in words") {
    struct {
        int status;
        std::string body;
        bool passes;
        error_kind kind;
        std::string_view text;
    } const cases[] = {
        {403, xml("AccessDenied", "Invalid according to Policy: Policy expired."), true, error_kind::unavailable,
         "Uploading a.png failed. The storage answered AccessDenied (HTTP 403): Invalid according to Policy: Policy "
         "expired. Request id: 65F0. The upload permission had expired or did not fit: try again."},
        {403, xml("AccessDenied", "Invalid according to Policy: Policy Condition failed: &quot;a&quot; &lt; b"), false,
         error_kind::access_denied, "Policy Condition failed: \"a\" < b. Request id: 65F0."},
        {400, xml("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."), false,
         error_kind::file_problem, "make it smaller, or give a URL"},
        {409, xml("FileAlreadyExists", "It exists."), true, error_kind::unavailable, "Try again."},
        {403, xml("SignatureDoesNotMatch", "No."), false, error_kind::access_denied, "report the request id"},
        {403, xml("RequestTimeTooSkewed", "No."), false, error_kind::access_denied, "Set this computer's clock."},
        {503, "", true, error_kind::unavailable, "The storage answered HTTP 503. The storage has trouble"},
        {502, "<html><body>Bad gateway</body></html>", true, error_kind::unavailable, "HTTP 502. The storage"},
        {404, xml("NoSuchBucket", "x\ny"), false, error_kind::not_found, "NoSuchBucket (HTTP 404): x y."},
        {413, "not xml <Code>", false, error_kind::access_denied, "HTTP 413."},
    };
    for (auto const& [status, body, passes, kind, text] : cases) {
        CAPTURE(body);
        auto const error = read_storage_error(status, body);
        CHECK(error.is_passing() == passes);
        auto const failed = upload_failure("Uploading a.png", error);
        CHECK(failed.kind() == kind);
        CAPTURE(failed.text());
        CHECK(contains(failed.text(), text));
    }
}

TEST_CASE("a long message is cut, broken XML is no trouble") {
    CHECK(read_storage_error(400, xml("A", std::string(10'000, 'x'))).message.size() < 400);
    auto const whole = xml("AccessDenied", "a &amp; b");
    for (std::size_t end = 0; end < whole.size(); ++end)
        CHECK(read_storage_error(400, whole.substr(0, end)).http_status == 400);
    CHECK(read_storage_error(400, whole).message == "a & b");
}
