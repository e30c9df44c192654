#include "net/client.hpp"

#include <doctest/doctest.h>

#include <vector>

using net::client_errc;
using net::progress;

TEST_CASE("each error has its sentence") {
    std::vector<std::string> seen;
    for (int value = 1; value <= static_cast<int>(client_errc::too_large); ++value) {
        boost::system::error_code const code = static_cast<client_errc>(value);
        CHECK(code.category().name() == std::string_view("net.client"));
        CHECK(code.message() != "unknown error");
        for (auto const& other : seen) CHECK(code.message() != other);
        seen.push_back(code.message());
        CHECK(net::client_error(static_cast<client_errc>(value), progress::not_sent, "").what() == code.message());
    }
}

TEST_CASE("an error carries what happened, how far it got, and a sentence") {
    net::client_error const error(client_errc::read_timeout, progress::sent, "a.test sent nothing for 120 s");
    CHECK(error.code() == client_errc::read_timeout);
    CHECK(error.how_far() == progress::sent);
    CHECK(error.what() == std::string_view("a.test sent nothing for 120 s"));
}
