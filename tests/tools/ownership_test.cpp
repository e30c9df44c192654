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
    auto const mark = owner_mark("ann", 16);
    CHECK(mark.starts_with(owner_mark("ann")));
    CHECK(memory_user("ann", "") == mark);
    CHECK(memory_user("ann", "alice") == mark + "-alice");
    CHECK(memory_user("ann", "x") != memory_user("bob", "x"));
    CHECK(memory_user("ann", owner_mark("bob", 16)) != memory_user("bob", ""));
    auto const long_name = std::string(64, 'a');
    CHECK(memory_user("ann", long_name).size() <= 64);
    CHECK(memory_user("ann", long_name) != memory_user("ann", std::string(63, 'a') + "b"));
    CHECK(memory_user("ann", long_name).starts_with(mark + "-"));
}

TEST_CASE("descriptions tell whose they are") {
    auto const anns = owned_text("ann", "of the kitchen");
    CHECK(anns.ends_with("] of the kitchen"));
    struct {
        std::string_view reader;
        std::string text;
        whose owner;
        std::string shown;
    } const cases[] = {
        {"ann", anns, whose::mine, "of the kitchen"},
        {"ann", owned_text("ann", ""), whose::mine, ""},
        {"bob", anns, whose::anothers, anns},
        {"bob", "from the console", whose::nobodys, "from the console"},
        {"bob", "[u1] too short for a mark", whose::nobodys, "[u1] too short for a mark"},
        {"bob", "", whose::nobodys, ""},
        // A text of one's own choice stands behind one's own mark.
        {"bob", owned_text("ann", owned_text("bob", "x")), whose::anothers, owned_text("ann", owned_text("bob", "x"))},
        {"", anns, whose::mine, anns},
        {"", "mine", whose::mine, "mine"},
    };
    for (auto const& each : cases) {
        CAPTURE(each.text);
        auto const read = read_owned_text(each.reader, each.text);
        CHECK(read.owner == each.owner);
        CHECK(read.text == each.shown);
    }
    CHECK(owned_text("", "x") == "x");
}

TEST_CASE("what says whose a thing is can't be merged away") {
    boost::json::object const before{{"user_id", "u1-x"}, {"content", "a"}};
    boost::json::object merged{{"user_id", "u2"}, {"content", "b"}, {"prefix", "u2"}, {"more", 1}};
    auto const local = merged;
    keep_owned("ann", merged, before, {"user_id", "prefix"});
    CHECK(merged == boost::json::object{{"user_id", "u1-x"}, {"content", "b"}, {"more", 1}});
    auto free = local;
    keep_owned("", free, before, {"user_id", "prefix"});
    CHECK(free == local);
}
