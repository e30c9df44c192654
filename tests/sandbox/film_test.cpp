#include "sandbox/film.hpp"

#include "decode.hpp"

#include <doctest/doctest.h>

#include <boost/json/object.hpp>

namespace {

sandbox::film sample(int width = 320, int height = 180, double seconds = 2) {
    sandbox::film what;
    what.ground.width = width;
    what.ground.height = height;
    what.ground.model = "wan2.7-t2v";
    what.ground.prompt = "a boat";
    what.ground.seed = 3;
    what.seconds = seconds;
    return what;
}

/// BT.709 luma of limited range, rounded as the writer does.
int luma_of(sandbox::rgb colour) {
    return static_cast<int>((0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue) * 219 / 255 + 16.5);
}

}  // namespace

TEST_SUITE("sandbox/film") {
    TEST_CASE("the index comes first and has what a player needs") {
        auto const file = sandbox::make_film(sample());
        CHECK(file.substr(4, 4) == "ftyp");
        CHECK(file.find("moov") < file.find("mdat"));
        auto const all = sandbox_test::boxes(file);
        for (auto path :
             {"moov/mvhd", "moov/trak/tkhd", "moov/trak/mdia/mdhd", "moov/trak/mdia/hdlr", "moov/trak/mdia/minf/vmhd",
              "moov/trak/mdia/minf/dinf/dref", "moov/trak/mdia/minf/stbl/stsd", "moov/trak/mdia/minf/stbl/stts",
              "moov/trak/mdia/minf/stbl/stss", "moov/trak/mdia/minf/stbl/stsc"})
            CHECK(all.contains(path));
        CHECK(sandbox_test::number_at(all.at("moov/mvhd"), 12) == 1000);
        CHECK(sandbox_test::number_at(all.at("moov/mvhd"), 16) == 2000);
        auto const& track = all.at("moov/trak/tkhd");
        CHECK(sandbox_test::number_at(track, track.size() - 8) == (320U << 16));
        CHECK(sandbox_test::number_at(track, track.size() - 4) == (180U << 16));
    }

    TEST_CASE("it lasts as long as was asked, in whole pictures") {
        struct {
            double seconds;
            std::size_t pictures;
        } const cases[] = {{2, 10}, {5, 25}, {15, 75}, {6.62, 33}, {0, 1}, {1000, 300}};
        for (auto const& c : cases) {
            auto const film = sandbox_test::decode_film(sandbox::make_film(sample(64, 48, c.seconds)));
            CHECK(film.luma.size() == c.pictures);
        }
    }

    TEST_CASE("every decoded picture is the drawn one") {
        struct {
            int width, height;
        } const sizes[] = {{320, 180}, {160, 96}, {50, 34}};
        for (auto const& size : sizes) {
            auto const what = sample(size.width, size.height);
            auto const film = sandbox_test::decode_film(sandbox::make_film(what));
            REQUIRE(static_cast<int>(film.width) == size.width);
            REQUIRE(static_cast<int>(film.height) == size.height);
            auto const ground = sandbox::draw(what.ground);
            int wrong = 0;
            for (std::size_t i = 0; i < film.luma.size(); ++i) {
                auto const drawn = sandbox::draw_frame(what, ground, static_cast<int>(i));
                for (int y = 0; y < size.height; ++y)
                    for (int x = 0; x < size.width; ++x) {
                        auto const wanted = luma_of(sandbox::palette()[drawn.at(x, y)]);
                        wrong += film.luma[i][static_cast<std::size_t>(y) * film.stride + x] == wanted ? 0 : 1;
                    }
            }
            CHECK(wrong == 0);
        }
    }

    TEST_CASE("only what changes is written again") {
        auto const all = sandbox_test::boxes(sandbox::make_film(sample(1280, 720)));
        auto const& sizes = all.at("moov/trak/mdia/minf/stbl/stsz");
        CHECK(sandbox_test::number_at(sizes, 12) > 1280 * 720);
        for (std::size_t i = 1; i < sandbox_test::number_at(sizes, 8); ++i)
            CHECK(sandbox_test::number_at(sizes, 12 + 4 * i) < 1280 * 720 / 8);
    }

    TEST_CASE("odd sides become even") {
        auto const film = sandbox::film_from(sandbox::to_json(sample(101, 57)));
        CHECK(film.ground.width == 100);
        CHECK(film.ground.height == 56);
    }

    TEST_CASE("the same film, the same bytes; a description survives JSON") {
        auto const file = sandbox::make_film(sample());
        CHECK(file == sandbox::make_film(sandbox::film_from(sandbox::to_json(sample()))));
    }
}
