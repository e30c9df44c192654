#include "platform/allowed_files.hpp"

#include "platform/beneath.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <utility>

namespace fs = std::filesystem;
using platform::open_method;

namespace {

// home/
//   Pictures/        a root: cat.png, "my cat.png", Größe.png, sub/dog.png, .hidden.png, .git/config, links
//   Desktop/         a root: cat.png, note.txt
//   secret/key.txt   no root
struct tree {
    tree() {
        std::string pattern = fs::temp_directory_path() / "dashscope mcp XXXXXX";
        home = fs::canonical(::mkdtemp(pattern.data()));
        for (auto const* folder : {"Pictures/sub", "Pictures/.git", "Desktop", "secret"})
            fs::create_directories(home / folder);
        for (auto const* file : {"Pictures/cat.png", "Pictures/my cat.png",
                                 "Pictures/Gr\xC3\xB6\xC3\x9F"
                                 "e.png",
                                 "Pictures/sub/dog.png", "Pictures/.hidden.png", "Pictures/.git/config",
                                 "Desktop/cat.png", "Desktop/note.txt", "secret/key.txt"})
            std::ofstream(home / file) << file;
        link(home / "secret/key.txt", "Pictures/absolute-out.png");
        link("../secret/key.txt", "Pictures/relative-out.png");
        link("../secret", "Pictures/out");
        link("sub/dog.png", "Pictures/inside.png");
        link(home / "Pictures/sub", "Pictures/inside");
        link("../Desktop/note.txt", "Pictures/other-root.txt");
        link(".git/config", "Pictures/innocent.png");
        link("loop.png", "Pictures/loop.png");
        link("nothing", "Pictures/dangling.png");
        link(home / "Pictures", "shortcut");
        ::mkfifo((home / "Pictures/pipe.png").c_str(), 0600);
    }
    ~tree() { fs::remove_all(home); }

    void link(fs::path const& to, std::string_view at) const { fs::create_symlink(to, home / at); }

    platform::allowed_files files() const { return platform::allowed_files({home / "Pictures", home / "Desktop/"}); }

    std::string content(std::string_view path) const {
        auto const opened = files().open(path, home);
        if (!opened) return "refused: " + opened.error().text;
        std::string text(opened->size(), '\0');
        CHECK(::pread(opened->fd(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
        return text;
    }

    std::string refusal(std::string_view path) const {
        auto const opened = files().open(path, home);
        return opened ? "opened " + opened->path().string() : opened.error().text;
    }

    fs::path home;
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

struct inside {
    explicit inside(fs::path const& folder) : before(fs::current_path()) { fs::current_path(folder); }
    ~inside() { fs::current_path(before); }
    fs::path before;
};

}  // namespace

TEST_CASE_FIXTURE(tree, "files inside, however they are named") {
    auto const at = home.string();
    struct {
        std::string path;
        std::string_view content;
    } const cases[] = {
        {at + "/Pictures/cat.png", "Pictures/cat.png"},
        {at + "//Pictures/./sub/../cat.png", "Pictures/cat.png"},
        {at + "/secret/../Pictures/cat.png", "Pictures/cat.png"},
        {"~/Pictures/cat.png", "Pictures/cat.png"},
        {"~/Pictures/my cat.png", "Pictures/my cat.png"},
        {"cat.png", "Pictures/cat.png"},  // the first root that has it
        {"note.txt", "Desktop/note.txt"},
        {"sub/dog.png", "Pictures/sub/dog.png"},
        {"Gr\xC3\xB6\xC3\x9F"
         "e.png",
         "Pictures/Gr\xC3\xB6\xC3\x9F"
         "e.png"},
        {"inside.png", "Pictures/sub/dog.png"},
        {"inside/dog.png", "Pictures/sub/dog.png"},
        {"other-root.txt", "Desktop/note.txt"},
        {"~/shortcut/cat.png", "Pictures/cat.png"},
        {"../Desktop/note.txt", "Desktop/note.txt"},
    };
    for (auto const& [path, expected] : cases) {
        CAPTURE(path);
        CHECK(content(path) == expected);
    }
}

TEST_CASE_FIXTURE(tree, "file URLs") {
    fs::create_directory(home / "Desktop/a b");
    std::ofstream(home / "Desktop/a b/c#d.txt") << "here";
    std::string escaped;
    for (char c : home.string()) escaped += c == ' ' ? std::string("%20") : std::string{c};
    for (std::string scheme : {"file://", "file://localhost", "file:", "FILE://"}) {
        CAPTURE(scheme);
        CHECK(content(scheme + escaped + "/Desktop/a%20b/c%23d.txt") == "here");
    }
    for (std::string path : {"file://elsewhere" + escaped + "/Desktop/note.txt", std::string("file:relative"),
                             std::string("file://"), "file://" + escaped + "/Desktop/%2", std::string("file:///%00")}) {
        CAPTURE(path);
        CHECK(contains(refusal(path), "not the URL of a local file"));
    }
    CHECK(contains(refusal("file:///etc/passwd"), "not in a folder"));
    CHECK(contains(refusal("file://" + escaped + "/Pictures/%2e%2e/secret/key.txt"), "not in a folder"));
}

TEST_CASE_FIXTURE(tree, "what lies outside") {
    auto const at = home.string();
    for (std::string path : {"/etc/passwd", "/", "/nonexistent/x", "~/secret/key.txt", "~", "~/secret/nothing",
                             "~/Pictures/../secret/key.txt", "~/Pictures/absolute-out.png",
                             "~/Pictures/relative-out.png", "~/Pictures/out/key.txt", "absolute-out.png", "out/key.txt",
                             "~/Picturesque/cat.png", "/proc/self/environ", "/dev/null"}) {
        CAPTURE(path);
        auto const text = refusal(path);
        CHECK(contains(text, "not in a folder that may be read"));
        CHECK(contains(text, at + "/Pictures, " + at + "/Desktop"));
        CHECK(contains(text, "--root"));
    }
    // Whether it exists is not told.
    CHECK(refusal("/etc/passwd").substr(11) == refusal("/etc/passwx").substr(11));
    CHECK(contains(refusal("../secret/key.txt"), "There is no file ../secret/key.txt in the folders that may be read"));
}

TEST_CASE_FIXTURE(tree, "hidden files and folders") {
    for (std::string path : {"~/Pictures/.hidden.png", ".hidden.png", "~/Pictures/.git/config", ".git/config",
                             "~/Pictures/innocent.png", "innocent.png"}) {
        CAPTURE(path);
        CHECK(contains(refusal(path), "hidden"));
    }
    // A root may be hidden: whoever named it meant it.
    platform::allowed_files const files({home / "Pictures/.git"});
    CHECK(files.open("config", home).has_value());
    // Where roots overlap one that allows it is enough.
    platform::allowed_files const both({home / "Pictures", home / "Pictures/.git"});
    CHECK(both.open((home / "Pictures/.git/config").string(), home).has_value());
}

TEST_CASE_FIXTURE(tree, "what is no file") {
    std::string const at = home / "Pictures";
    CHECK(contains(refusal(at), "is a folder"));
    CHECK(contains(refusal(at + "/sub"), "is a folder"));
    CHECK(contains(refusal(at + "/sub/"), "is a folder"));
    CHECK(contains(refusal("."), "is a folder"));
    CHECK(contains(refusal(at + "/pipe.png"), "a device or a pipe"));  // and does not wait for its other end
    CHECK(contains(refusal(at + "/cat.png/x"), "There is no file"));
    CHECK(contains(refusal(at + "/loop.png"), "can't be opened"));
    CHECK(contains(refusal(at + "/dangling.png"), "There is no file"));
    platform::allowed_files const devices({"/dev"});
    CHECK(contains(devices.open("/dev/null", home).error().text, "a device or a pipe"));
    CHECK(contains(refusal(""), "empty"));
    CHECK(contains(refusal(std::string_view("a\0b", 3)), "zero byte"));
    CHECK(contains(refusal(std::string(5000, 'x')), "There is no file"));
    CHECK(contains(refusal(at + "/" + std::string(5000, 'x')), "can't be opened"));
}

TEST_CASE_FIXTURE(tree, "missing files") {
    CHECK(refusal("~/Pictures/bird.png") == "There is no file " + (home / "Pictures/bird.png").string() + ".");
    CHECK(contains(refusal("~/Pictures/CAT.PNG"), "Its folder holds cat.png."));
    CHECK(contains(refusal("bird.png"), "There is no file bird.png in the folders that may be read"));
    CHECK(contains(refusal("bird.png"), (home / "Desktop").string()));
}

TEST_CASE_FIXTURE(tree, "files that this user may not read") {
    if (::geteuid() == 0) return;  // may read anything
    ::chmod((home / "Pictures/cat.png").c_str(), 0);
    CHECK(contains(refusal("~/Pictures/cat.png"), "may not be read"));
}

TEST_CASE_FIXTURE(tree, "the working directory counts inside a root only") {
    {
        inside const there(home / "Pictures/sub");
        CHECK(content("dog.png") == "Pictures/sub/dog.png");
    }
    inside const there(home / "secret");
    CHECK(contains(refusal("key.txt"), "There is no file key.txt"));
}

TEST_CASE_FIXTURE(tree, "no home, no roots, roots that come later") {
    CHECK(contains(files().open("~/Pictures/cat.png", {}).error().text, "no home folder"));
    platform::allowed_files const none({});
    CHECK(contains(none.open("/etc/passwd", home).error().text, "reads no local files"));
    platform::allowed_files const late({home / "later", home / "later/", {}});
    CHECK(late.roots().size() == 1);
    CHECK(!late.open("~/later/x.txt", home).has_value());
    fs::create_directory(home / "later");
    std::ofstream(home / "later/x.txt") << "x";
    CHECK(late.open("~/later/x.txt", home).has_value());
}

TEST_CASE_FIXTURE(tree, "an open file") {
    auto opened = files().open("inside.png", home);
    REQUIRE(opened.has_value());
    CHECK(opened->path() == home / "Pictures/sub/dog.png");
    CHECK(opened->size() == 20);
    int const fd = opened->fd();
    {
        platform::open_file moved = std::move(*opened);
        CHECK(moved.fd() == fd);
        CHECK(opened->fd() == -1);
        platform::open_file other;
        other = std::move(moved);
        CHECK(other.fd() == fd);
        CHECK(::fcntl(fd, F_GETFD) == FD_CLOEXEC);
    }
    CHECK(::fcntl(fd, F_GETFD) == -1);
}

TEST_CASE_FIXTURE(tree, "below a folder no link is followed, whichever way the kernel is asked") {
    for (auto const how : {open_method::best, open_method::components}) {
        CAPTURE(static_cast<int>(how));
        struct {
            fs::path path;
            bool opens;
        } const cases[] = {
            {"cat.png", true},
            {"sub/dog.png", true},
            {"inside.png", false},
            {"inside/dog.png", false},
            {"relative-out.png", false},
            {"out/key.txt", false},
            {"loop.png", false},
            {"bird.png", false},
            {"cat.png/x", false},
            {"../secret/key.txt", false},
            {"..", false},
            {"", false},
            {home / "Pictures/cat.png", false},
        };
        for (auto const& [path, opens] : cases) {
            CAPTURE(path);
            auto const fd = platform::open_beneath(home / "Pictures", path, how);
            CHECK(fd.has_value() == opens);
            if (fd) ::close(*fd);
        }
        CHECK(platform::open_beneath(home / "nothing", "cat.png", how).has_error());
    }
}
