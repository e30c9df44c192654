#include "dashscope/session_source.hpp"

#include "dashscope/body_sources.hpp"
#include "dashscope/download.hpp"
#include "dashscope/media_check.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/session_file_rules.hpp"
#include "media/data_uri.hpp"
#include "platform/allowed_files.hpp"
#include "seal/md5.hpp"

#include <boost/asio/post.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace dashscope {

namespace {

constexpr std::size_t head_size = 64 * 1024;  // what media::probe wants
constexpr std::size_t piece_size = 1 << 20;

media_rules any_file(std::string const& label) {
    media_rules rules;
    rules.name = label;
    return rules;
}

/// What was opened, not looked at yet.
struct opened_source {
    std::string name;
    media::facts facts;
    std::shared_ptr<net::body_source> bytes;
};

/// Throws media_error; gives the name for DashScope.
std::string checked_name(std::string const& label, std::string_view name, media::facts const& facts,
                         std::uint64_t size) {
    auto shown = session_file_name(name, facts.extension);
    auto const rules = session_rules_for(shown, label);
    if (!rules)
        throw media_error(label + ": an application takes no file such as " + one_line(name, 150) + ". " +
                          session_kinds_text());
    check_media(*rules, facts, size, shown);
    return shown;
}

[[noreturn]] void refuse_reference(std::string const& label) {
    throw media_error(label +
                      ": an oss:// reference can't become a session file: give the file itself, a data: URI or "
                      "a public https URL.");
}

opened_source open_path(media_inputs const& local, std::string const& argument, std::string const& label) {
    opened_source made;
    auto file = local.open_local(argument, any_file(label), made.facts);
    made.name = file.path().filename().string();
    made.bytes = file_source(std::move(file));
    return made;
}

opened_source open_data(std::string const& argument, std::string const& label) {
    std::string why;
    auto const uri = media::parse_data_uri(argument, why);
    if (!uri) throw media_error(label + ": the data: URI is not valid: " + why + ".");
    auto bytes = media::decode(*uri);
    opened_source made;
    made.facts = media::probe(std::string_view(bytes).substr(0, head_size));
    made.name = "file";
    made.bytes = memory_source(std::move(bytes));
    return made;
}

/// A file without a name: nobody else finds it, and it is gone with its descriptor.
class nameless_file {
public:
    nameless_file() {
        auto const folder = std::filesystem::temp_directory_path();
        fd_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (fd_ < 0) fd_ = open_named(folder);
        if (fd_ < 0) fail();
    }
    ~nameless_file() {
        if (fd_ >= 0) ::close(fd_);
    }
    nameless_file(nameless_file const&) = delete;

    void put(std::string_view bytes) {
        if (head.size() < head_size) head += bytes.substr(0, head_size - head.size());
        size_ += bytes.size();
        while (!bytes.empty()) {
            auto const count = ::write(fd_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) fail();
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    platform::open_file finish(std::string const& name) { return {std::exchange(fd_, -1), size_, name}; }

    std::string head;

private:
    // Some file systems have no O_TMPFILE.
    static int open_named(std::filesystem::path const& folder) {
        auto pattern = (folder / "dashscope-XXXXXX").string();
        int const fd = ::mkostemp(pattern.data(), O_CLOEXEC);
        if (fd >= 0) ::unlink(pattern.c_str());
        return fd;
    }

    [[noreturn]] static void fail() {
        throw media_error("The file can't be kept for its upload: " + std::string(std::strerror(errno)) +
                          ". Make room in the temporary folder (TMPDIR).");
    }

    int fd_ = -1;
    std::uint64_t size_ = 0;
};

std::string name_in_url(std::string_view url) {
    auto path = url.substr(0, url.find_first_of("?#"));
    auto const host = path.find("://");
    if (host != std::string_view::npos) path.remove_prefix(std::min(path.find('/', host + 3), path.size()));
    auto const name = net::percent_decode(path.substr(path.rfind('/') + 1));
    return !name || name->empty() ? "file" : *name;
}

platform::task<opened_source> open_url(net::client& http, net::origin base, std::string url, std::string label) {
    auto const name = name_in_url(url);
    auto const rules = session_rules_for(name, label);
    download_rules how;
    how.base = std::move(base);
    how.max_bytes = rules ? rules->max_bytes : largest_session_file;
    nameless_file file;
    std::function<void(std::string_view)> const take = [&file](std::string_view piece) { file.put(piece); };
    auto const fetched = checked_url(any_file(label), url);
    co_await download(http, fetched, std::move(how), take);
    opened_source made;
    made.name = name;
    made.facts = media::probe(file.head);
    made.bytes = file_source(file.finish(name));
    co_return made;
}

/// Lets others have the thread between two pieces.
platform::task<std::string> checksum(net::body_source& of) {
    auto const executor = co_await boost::asio::this_coro::executor;
    seal::md5 sum;
    std::vector<char> piece(piece_size);
    of.rewind();
    for (;;) {
        auto const got = co_await of.read(piece);
        if (got == 0) break;
        sum.update({piece.data(), got});
        co_await boost::asio::post(executor, platform::use_task);
    }
    of.rewind();
    co_return sum.hex();
}

}  // namespace

platform::task<session_content> open_session_file(session_source_services from, std::string argument,
                                                  std::string label) {
    opened_source made;
    switch (form_of(argument)) {
        case media_form::oss:
            refuse_reference(label);
        case media_form::url:
            made = co_await open_url(from.http, from.base, argument, label);
            break;
        case media_form::data_uri:
            made = open_data(argument, label);
            break;
        case media_form::path:
            made = open_path(from.local, argument, label);
            break;
    }
    session_content ready;
    ready.name = checked_name(label, made.name, made.facts, made.bytes->size());
    ready.md5 = co_await checksum(*made.bytes);
    ready.bytes = std::move(made.bytes);
    co_return ready;
}

std::string checked_session_name(media_inputs const& local, std::string const& argument, std::string const& label) {
    auto const form = form_of(argument);
    if (form == media_form::url) {
        checked_url(any_file(label), argument);
        return session_file_name(name_in_url(argument), {});
    }
    if (form == media_form::oss) refuse_reference(label);
    auto const made = form == media_form::data_uri ? open_data(argument, label) : open_path(local, argument, label);
    return checked_name(label, made.name, made.facts, made.bytes->size());
}

}  // namespace dashscope
