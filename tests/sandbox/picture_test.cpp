#include "sandbox/picture.hpp"

#include "decode.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

sandbox::picture sample() {
    sandbox::picture what;
    what.width = 640;
    what.height = 480;
    what.model = "qwen-image-2.0";
    what.prompt = "a cat 月";
    what.seed = 42;
    what.facts = {"input 1: PNG 64*48"};
    return what;
}

int differences(sandbox::canvas const& left, sandbox::canvas const& right) {
    int found = 0;
    for (int y = 0; y < left.height(); ++y)
        for (int x = 0; x < left.width(); ++x) found += left.at(x, y) == right.at(x, y) ? 0 : 1;
    return found;
}

}  // namespace

TEST_SUITE("sandbox/picture") {
    TEST_CASE("the file has the size that was asked for") {
        struct {
            int width, height;
        } const sizes[] = {{640, 480}, {1664, 928}, {17, 9}, {1, 1}, {512, 4096}};
        for (auto const& size : sizes) {
            auto what = sample();
            what.width = size.width;
            what.height = size.height;
            auto const read = sandbox_test::decode_png(sandbox::draw_picture(what));
            CHECK(read.width == size.width);
            CHECK(read.height == size.height);
        }
    }

    TEST_CASE("the same picture, the same bytes") {
        CHECK(sandbox::draw_picture(sample()) == sandbox::draw_picture(sample()));
    }

    TEST_CASE("prompt, seed, facts and part can be seen") {
        auto const reference = sandbox::draw(sample());
        auto prompt = sample();
        prompt.prompt = "a dog";
        auto seed = sample();
        seed.seed = 43;
        auto facts = sample();
        facts.facts = {"input 1: PNG 64*49"};
        auto part = sample();
        part.part = "2 of 3";
        for (auto const& other : {prompt, seed, facts, part}) CHECK(differences(reference, sandbox::draw(other)) > 3);
    }

    TEST_CASE("a very long prompt leaves room for the facts") {
        auto what = sample();
        what.prompt = std::string(10'000, 'x');
        auto other = what;
        other.facts = {"something else"};
        CHECK(differences(sandbox::draw(what), sandbox::draw(other)) > 3);
    }

    TEST_CASE("the text chunks say it in plain text") {
        auto const file = sandbox::draw_picture(sample());
        for (auto text : {"dashscope-mcp sandbox", "a cat ?", "seed 42", "qwen-image-2.0"})
            CHECK(file.find(text) != std::string::npos);
    }

    TEST_CASE("a description survives JSON") {
        auto const read = sandbox::picture_from(sandbox::to_json(sample()));
        CHECK(sandbox::draw_picture(read) == sandbox::draw_picture(sample()));
    }
}
