#include "sandbox/memory_store.hpp"

#include <doctest/doctest.h>

using namespace sandbox;

namespace {

memory_scope const ada{"account", "ada", ""};

std::string event_of(std::optional<memory_event> const& event) {
    return event ? event->event : "nothing";
}

std::vector<std::string> contents(archive const& from, memory_scope const& scope) {
    std::vector<std::string> all;
    for (auto const& node : memories_of(from, scope)) all.push_back(node.content);
    return all;
}

}  // namespace

TEST_SUITE("sandbox/memory_store") {
    TEST_CASE("what messages do to a memory") {
        struct {
            std::string_view statement;
            std::string_view event;
        } const cases[] = {
            {"My favourite colour is blue.", "ADD"},
            {"My favourite colour is blue.", "nothing"},
            {"What is my favourite colour?", "nothing"},
            {"I have a dog called Rex.", "ADD"},
            {"Actually my favourite colour is green.", "UPDATE"},
            {"Forget my dog", "DELETE"},
            {"Forget the tax return", "nothing"},
            {"我喜欢喝绿茶", "ADD"},
            {"我现在喜欢喝红茶", "UPDATE"},
            {"我喜欢什么茶？", "nothing"},
            {"", "nothing"},
        };
        archive kept;
        for (auto const& c : cases) {
            CAPTURE(c.statement);
            CHECK(event_of(learn(kept, ada, c.statement, 100)) == c.event);
        }
        CHECK(contents(kept, ada) ==
              std::vector<std::string>{"Actually my favourite colour is green.", "我现在喜欢喝红茶"});
    }

    TEST_CASE("an update keeps the id and tells the old content") {
        archive kept;
        auto const first = learn(kept, ada, "I live in Rome", 100);
        auto const second = learn(kept, ada, "I live in Paris now", 200);
        REQUIRE(second);
        CHECK(second->node.id == first->node.id);
        CHECK(second->old_content == "I live in Rome");
        CHECK(second->node.created == 100);
        CHECK(second->node.updated == 200);
    }

    TEST_CASE("nothing is shared between accounts, users and libraries") {
        archive kept;
        learn(kept, ada, "I drink tea", 1);
        for (auto const& other : {memory_scope{"other", "ada", ""}, memory_scope{"account", "bob", ""},
                                  memory_scope{"account", "ada", "work"}}) {
            CHECK(memories_of(kept, other).empty());
            CHECK(recall(kept, other, "tea", 10, 0).empty());
        }
        CHECK(memories_of(kept, ada).size() == 1);
    }

    TEST_CASE("recall ranks, limits and cuts off") {
        archive kept;
        for (auto text : {"I drink green tea in the morning", "My dog drinks water", "Paris in spring"})
            learn(kept, ada, text, 1);
        auto const found = recall(kept, ada, "green tea", 10, 0.3);
        REQUIRE(found.size() == 1);
        CHECK(found[0].score == 1.0);
        CHECK(recall(kept, ada, "does the dog drink green tea", 10, 0.1).size() == 2);
        CHECK(recall(kept, ada, "does the dog drink green tea", 1, 0.1).size() == 1);
        CHECK(recall(kept, ada, "rockets", 10, 0).empty());
    }

    TEST_CASE("ids are new even for the same content, deleted nodes can still be read") {
        archive kept;
        auto first = new_memory(kept, ada, "x", 1);
        keep_memory(kept, first);
        auto const second = new_memory(kept, ada, "x", 1);
        CHECK(first.id != second.id);
        CHECK(first.id.size() == 32);
        first.deleted = true;
        keep_memory(kept, first);
        CHECK(memories_of(kept, ada).empty());
        CHECK(find_memory(kept, "account", first.id)->deleted);
        CHECK(!find_memory(kept, "other", first.id));
        CHECK(!find_memory(kept, "account", "none"));
    }
}
