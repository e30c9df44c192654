#include "sandbox/ranking.hpp"

#include <doctest/doctest.h>

using sandbox::term_set;
using sandbox::terms_of;

TEST_SUITE("sandbox/ranking") {
    TEST_CASE("terms") {
        struct {
            std::string_view text;
            term_set terms;
        } const cases[] = {
            {"", {}},
            {"The Green teas!", {"green", "tea"}},
            {"what is the", {}},
            {"128GB, 6.7", {"128gb", "6", "7"}},
            {"我喜欢绿茶", {"喜欢", "欢绿", "绿茶"}},
            {"绿茶和红茶", {"绿茶", "红茶"}},
            {"茶", {"茶"}},
            {"百炼X1手机", {"百炼", "x1", "手机"}},
            {"Straße, naïve", {"straße", "naïve"}},
            {"\xff\xfe", {}},
            {"日本語 한국어", {"日本", "本語", "한국", "국어"}},
        };
        for (auto const& c : cases) {
            CAPTURE(c.text);
            CHECK(terms_of(c.text) == c.terms);
        }
    }

    TEST_CASE("overlap and coverage") {
        auto const tea = terms_of("green tea");
        auto const morning = terms_of("green tea in the morning");
        CHECK(sandbox::overlap(tea, morning) == 1.0);
        CHECK(sandbox::overlap(morning, tea) == 1.0);
        CHECK(sandbox::coverage(tea, morning) == 1.0);
        CHECK(sandbox::coverage(morning, tea) == doctest::Approx(2.0 / 3));
        CHECK(sandbox::overlap(tea, {}) == 0.0);
        CHECK(sandbox::coverage({}, tea) == 0.0);
    }

    TEST_CASE("ranking: rare terms count for more, ties keep their order") {
        std::vector<std::string> const texts = {"machine manual", "espresso manual", "coffee machine",
                                                "coffee machine"};
        auto const best = sandbox::rank("espresso machine", texts);
        REQUIRE(best.size() == 4);
        CHECK(best[0].index == 1);  // "machine" is everywhere
        CHECK(best[1].index == 0);
        CHECK(best[2].index == 2);
        CHECK(best[3].index == 3);
        CHECK(best[0].score > best[1].score);
        CHECK(best[0].score <= 1.0);
        CHECK(sandbox::rank("espresso machine", {"the espresso machine"})[0].score == doctest::Approx(1.0));
        CHECK(sandbox::rank("", texts)[0].score == 0.0);
        CHECK(sandbox::rank("x", {}).empty());
    }

    TEST_CASE("Chinese ranks by pairs") {
        auto const best = sandbox::rank("年假有几天", {"病假须在当天通知", "员工享有 10 天带薪年假"});
        CHECK(best[0].index == 1);
    }
}
