// The client's response parser. The first line of the input says how the rest is cut, and whether the answer is one to
// HEAD: any cut gives the same response.

#include "net/response_parser.hpp"

#include "support.hpp"

namespace {

struct outcome {
    bool failed = false;
    bool done = false;
    bool keep_alive = false;
    int status = 0;
    std::size_t used = 0;
    std::string fields;
    std::string body;

    bool operator==(outcome const&) const = default;
};

std::string flat(net::headers const& fields) {
    std::string all;
    net::append_fields(all, fields);
    return all;
}

outcome parse(std::string_view text, std::string_view cuts, bool without_body) {
    net::response_parser parser(without_body);
    outcome all;
    std::string held;  // what the parser did not take yet
    for (std::size_t i = 0; !text.empty() && !all.failed && !parser.done(); ++i) {
        auto const length = cuts.empty() ? text.size() : static_cast<unsigned char>(cuts[i % cuts.size()]) % 64u + 1;
        held += text.substr(0, length);
        text.remove_prefix(std::min<std::size_t>(length, text.size()));
        auto const used = parser.put(held);
        if (!used) {
            all.failed = true;
            break;
        }
        REQUIRE(*used <= held.size());
        held.erase(0, *used);
        all.used += *used;
    }
    if (!all.failed && parser.put_end()) all.failed = true;
    if (all.failed) {
        // How far it got is the parser's business.
        all = {};
        all.failed = true;
        return all;
    }
    all.done = parser.done();
    all.keep_alive = parser.keep_alive();
    all.status = parser.status();
    all.fields = flat(parser.fields());
    all.body = parser.body();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto text = fuzz::view(data, size);
    auto cuts = fuzz::take_until(text, '\n');
    bool const without_body = fuzz::take_byte(cuts) % 4 == 1;
    auto const whole = parse(text, {}, without_body);
    REQUIRE(parse(text, cuts.empty() ? "\x01" : cuts, without_body) == whole);
    if (whole.failed) return 0;
    REQUIRE(whole.done);
    REQUIRE(whole.body.size() <= text.size());
    REQUIRE(whole.status >= 0 && whole.status <= 999);
    return 0;
}
