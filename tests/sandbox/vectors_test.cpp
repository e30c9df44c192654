#include "sandbox/vectors.hpp"

#include "sandbox/digest.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>

using namespace sandbox;

namespace {

double cosine(std::vector<double> const& left, std::vector<double> const& right) {
    double sum = 0;
    for (std::size_t i = 0; i < left.size(); ++i) sum += left[i] * right[i];
    return sum;
}

}  // namespace

TEST_SUITE("sandbox/vectors") {
    TEST_CASE("length one, the same each time, near where terms are shared") {
        auto const tea = vector_of("green tea in the morning", 256);
        CHECK(tea.size() == 256);
        CHECK(cosine(tea, tea) == doctest::Approx(1.0));
        CHECK(vector_of("green tea in the morning", 256) == tea);
        auto const near = cosine(tea, vector_of("green tea", 256));
        auto const far = cosine(tea, vector_of("a rocket to the moon", 256));
        CHECK(near > 0.6);
        CHECK(std::abs(far) < 0.3);
        CHECK(cosine(vector_of("我喜欢绿茶", 256), vector_of("绿茶", 256)) > 0.4);
    }

    TEST_CASE("texts without terms and bytes have vectors too") {
        CHECK(cosine(vector_of("the", 64), vector_of("the", 64)) == doctest::Approx(1.0));
        CHECK(vector_of_bytes("a", 64) != vector_of_bytes("b", 64));
    }

    TEST_CASE("means") {
        auto const both = mean_of({vector_of_bytes("a", 64), vector_of_bytes("b", 64)});
        CHECK(cosine(both, both) == doctest::Approx(1.0));
        CHECK(cosine(both, vector_of_bytes("a", 64)) > 0.5);
        CHECK(mean_of({}).empty());
    }

    TEST_CASE("forms on the wire") {
        auto const packed = from_base64(to_base64({0.5, -1.0}));
        REQUIRE(packed);
        CHECK(*packed == std::string("\x00\x00\x00\x3F\x00\x00\x80\xBF", 8));
        CHECK(to_json({0.5, -1.0}).size() == 2);
        auto const sparse = sparse_vector_of("green tea");
        REQUIRE(sparse.size() == 2);
        CHECK(sparse[0].at("token") == "green");
        CHECK(sparse[0].at("value").as_double() > 0);
    }
}
