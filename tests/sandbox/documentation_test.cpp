// docs/sandbox.md is how people learn to ask for a behaviour: it names all there is.

#include "sandbox/faults.hpp"
#include "sandbox/markers.hpp"
#include "sandbox/quirks.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

std::string documentation() {
    auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
    std::ifstream file(root / "docs" / "sandbox.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

TEST_SUITE("sandbox/documentation") {
    TEST_CASE("every marker, every fault and every quirk is documented") {
        auto const text = documentation();
        REQUIRE(!text.empty());
        for (auto name : sandbox::marker_names()) {
            CAPTURE(name);
            CHECK(text.find("[[" + std::string(name)) != std::string::npos);
        }
        for (auto name : sandbox::quirk_names()) {
            CAPTURE(name);
            CHECK(text.find("| `" + std::string(name) + "` |") != std::string::npos);
        }
        for (auto name : sandbox::fault_names()) {
            CAPTURE(name);
            CHECK(text.find("| `" + std::string(name) + "` |") != std::string::npos);
        }
    }
}
