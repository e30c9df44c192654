#include "tools/ownership.hpp"

#include <doctest/doctest.h>

using namespace tools;

TEST_CASE("the one local user owns everything, unmarked") {
    CHECK(owner_mark("") == "");
    CHECK(owned_name("", "myvoice", 10) == "myvoice");
    CHECK(owns("", "cosyvoice-v3-flash-anything-1"));
}

TEST_CASE("principals own what bears their mark") {
    auto const ann = owner_mark("ann"), bob = owner_mark("bob");
    CHECK(ann != bob);
    CHECK(ann.size() == 8);
    CHECK(ann.find_first_not_of("u0123456789abcdef") == std::string::npos);
    CHECK(owner_mark("ann") == ann);
    CHECK(owned_name("ann", "myvoice", 10) == ann + "my");
    CHECK(owned_name("ann", "", 10) == ann);
    CHECK(owns("ann", "cosyvoice-v3-flash-" + ann + "my-1234"));
    CHECK_FALSE(owns("bob", "cosyvoice-v3-flash-" + ann + "my-1234"));
    CHECK_FALSE(owns("ann", "cosyvoice-v3-flash-other-1234"));
    // The mark has to stand where names begin: a name of one's own choice can't forge another's.
    CHECK_FALSE(owns("bob", "cosyvoice-v3-flash-" + ann + bob + "-1"));
}

TEST_CASE("the local user's memories are under the name that was given") {
    CHECK(memory_user("", "") == "default");
    CHECK(memory_user("", "alice") == "alice");
}

TEST_CASE("a principal's memories are its own, whatever name was given") {
    CHECK(memory_user("ann", "") == owner_mark("ann"));
    CHECK(memory_user("ann", "alice") == owner_mark("ann") + "-alice");
    CHECK(memory_user("ann", "x") != memory_user("bob", "x"));
    CHECK(memory_user("ann", owner_mark("bob")) != memory_user("bob", ""));
    auto const long_name = std::string(64, 'a');
    CHECK(memory_user("ann", long_name).size() <= 64);
    CHECK(memory_user("ann", long_name) != memory_user("ann", std::string(63, 'a') + "b"));
    CHECK(memory_user("ann", long_name).starts_with(owner_mark("ann") + "-"));
}
