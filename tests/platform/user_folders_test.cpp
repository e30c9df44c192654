#include "platform/user_folders.hpp"

#include "descriptors.hpp"

#include <doctest/doctest.h>

#include <fstream>

using paths = std::vector<std::filesystem::path>;

TEST_CASE("user folders: the English names unless something else is said") {
    paths const english{"/h/Desktop", "/h/Documents", "/h/Downloads", "/h/Pictures", "/h/Music", "/h/Videos"};
    for (std::string_view text :
         {"", "\n\n", "# XDG_DESKTOP_DIR=\"$HOME/x\"", "XDG_DESKTOP_DIR=$HOME/x", "XDG_DESKTOP_DIR=\"",
          "XDG_DESKTOP_DIR=\"relative\"", "XDG_TEMPLATES_DIR=\"$HOME/x\"", "XDG_DESKTOP_DIRS=\"$HOME/x\""}) {
        CAPTURE(text);
        CHECK(platform::read_user_folders(text, "/h") == english);
    }
}

TEST_CASE("user folders: as the file names them") {
    std::string_view const text =
        "# comment\n"
        "XDG_DESKTOP_DIR=\"$HOME/\xE6\xA1\x8C\xE9\x9D\xA2\"\n"
        "  XDG_DOCUMENTS_DIR=\"/data/my papers/\"\n"
        "XDG_DOWNLOAD_DIR=\"$HOME/a\\\"b\"\n"
        "XDG_PICTURES_DIR=\"$HOME/\"\n"  // not wanted
        "XDG_MUSIC_DIR=\"$HOME/first\"\n"
        "XDG_MUSIC_DIR=\"$HOME/second\"\r\n"
        "XDG_VIDEOS_DIR=\"/\"";
    CHECK(platform::read_user_folders(text, "/h") ==
          paths{"/h/\xE6\xA1\x8C\xE9\x9D\xA2", "/data/my papers/", "/h/a\"b", "/h/second"});
}

TEST_CASE("user folders: the file is looked for where it belongs") {
    test::scratch_directory const scratch;
    std::filesystem::path const home = scratch / "home";
    std::filesystem::create_directories(home / ".config");
    std::filesystem::create_directories(scratch / "elsewhere");
    std::ofstream(home / ".config/user-dirs.dirs") << "XDG_DESKTOP_DIR=\"$HOME/one\"\n";
    std::ofstream(scratch / "elsewhere/user-dirs.dirs") << "XDG_DESKTOP_DIR=\"$HOME/two\"\n";
    platform::environment from{{"HOME", home.string()}};
    CHECK(platform::user_folders(from).front() == home / "one");
    from["XDG_CONFIG_HOME"] = (scratch / "elsewhere").string();
    CHECK(platform::user_folders(from).front() == home / "two");
    from["XDG_CONFIG_HOME"] = "relative";
    CHECK(platform::user_folders(from).front() == home / "one");
    from["XDG_CONFIG_HOME"] = (scratch / "nothing").string();
    CHECK(platform::user_folders(from).front() == home / "Desktop");
}
