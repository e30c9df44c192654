#include "seal/md5.hpp"

#include <doctest/doctest.h>

TEST_CASE("MD5 of RFC 1321's texts, in any pieces") {
    struct {
        std::string_view text, expected;
    } const cases[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (auto const& c : cases)
        for (std::size_t piece : {1, 7, 64, 1000}) {
            seal::md5 sum;
            for (auto rest = c.text; !rest.empty(); rest.remove_prefix(std::min(piece, rest.size())))
                sum.update(rest.substr(0, piece));
            CHECK(sum.hex() == c.expected);
        }
}
