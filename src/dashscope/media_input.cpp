#include "dashscope/media_input.hpp"

#include "dashscope/body_sources.hpp"
#include "dashscope/media_check.hpp"
#include "dashscope/secret.hpp"
#include "dashscope/upload.hpp"
#include "dashscope/upload_cache.hpp"
#include "media/data_uri.hpp"
#include "platform/worker.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>

namespace dashscope {

namespace {

constexpr std::size_t head_size = 64 * 1024;  // what media::probe wants
// DashScope: "Exceeded limit on max bytes per data-uri item : 10485760".
constexpr std::size_t longest_data_uri = 10'485'760;
constexpr std::size_t longest_path = 4096;

bool begins_with(std::string_view text, std::string_view lower) {
    auto const to_lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return text.size() >= lower.size() && std::ranges::equal(text.substr(0, lower.size()), lower, {}, to_lower);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// A scheme has two letters at least: `C:` is a drive.
bool has_scheme(std::string_view text) {
    auto const end = text.find("://");
    return end != std::string_view::npos && end >= 2 && std::ranges::all_of(text.substr(0, end), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
                      c == '-' || c == '.';
           });
}

std::string read_head(platform::open_file const& file) {
    std::string head(head_size, '\0');
    std::size_t length = 0;
    while (length < head.size()) {
        auto const got = ::pread(file.fd(), head.data() + length, head.size() - length, static_cast<off_t>(length));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        length += static_cast<std::size_t>(got);
    }
    head.resize(length);
    return head;
}

std::optional<file_identity> identity_of(platform::open_file const& file) {
    struct stat status{};
    if (::fstat(file.fd(), &status) != 0) return std::nullopt;
    return file_identity{status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                         status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

std::string planned(std::string_view name) {
    return "oss://(upload of " + std::string(name) + ")";
}

struct data_argument {
    media::data_uri uri;
    media::facts found;
};

/// A local file that an argument may name.
struct local_file {
    platform::open_file file;
    media::facts found;
    std::optional<file_identity> identity;
};

local_file open_checked(platform::allowed_files const* files, std::filesystem::path const& home, std::string_view path,
                        media_rules const& rules) {
    if (path.size() > longest_path)
        throw media_problem(rules,
                            "It is neither a URL nor a path. Base64 must be written as a data: URI: "
                            "data:TYPE;base64,… with a type such as image/png.");
    if (!files)
        throw media_problem(rules, one_line(path, 200) +
                                       " is a local path, and this server reads no local files: give a public http(s) "
                                       "URL, a data: URI or an oss:// reference.");
    auto opened = files->open(path, home);
    if (!opened) throw media_error((rules.name.empty() ? "" : rules.name + ": ") + opened.error().text);
    auto found = media::probe(read_head(*opened));
    check_media(rules, found, opened->size(), opened->path().filename().string());
    auto const identity = identity_of(*opened);
    return {std::move(*opened), std::move(found), identity};
}

// Views into `text`.
data_argument checked_data(media_rules const& rules, std::string_view text) {
    std::string why;
    auto const uri = media::parse_data_uri(text, why);
    if (!uri) throw media_problem(rules, "The data: URI is not valid: " + why + ".");
    auto found = media::probe(media::decode(*uri, head_size));
    check_media(rules, found, uri->size(), {});
    return {*uri, std::move(found)};
}

}  // namespace

media_form form_of(std::string_view argument) {
    argument = trimmed(argument);
    if (begins_with(argument, "data:")) return media_form::data_uri;
    if (begins_with(argument, "oss://")) return media_form::oss;
    if (begins_with(argument, "file:")) return media_form::path;
    return has_scheme(argument) ? media_form::url : media_form::path;
}

struct media_inputs::impl {
    impl(client& of, net::client& by, platform::allowed_files const* in, std::filesystem::path at)
        : api(of), http(by), files(in), home(std::move(at)) {}

    platform::task<local_file> open_on_worker(std::string path, media_rules rules);
    platform::task<std::string> data(std::string text, media_rules rules, credential who, std::string model,
                                     media_options options);
    platform::task<std::string> local(std::string path, media_rules rules, credential who, std::string model,
                                      media_options options);
    platform::task<std::string> upload_once(upload_cache::key key, upload_content what, credential who);

    client& api;
    net::client& http;
    platform::allowed_files const* files;
    std::filesystem::path home;
    upload_cache cache;
    // Uploads that run; others who want the same wait for the timer's cancellation.
    std::map<upload_cache::key, std::shared_ptr<platform::timer>> running;
    platform::worker opener;
};

// A disk may take its time to find a file and to give its beginning.
platform::task<local_file> media_inputs::impl::open_on_worker(std::string path, media_rules rules) {
    std::function<local_file()> work = [in = files, at = home, path = std::move(path), rules = std::move(rules)] {
        return open_checked(in, at, path, rules);
    };
    auto opened = co_await opener.run(std::move(work));
    co_return opened;
}

platform::task<std::string> media_inputs::impl::data(std::string text, media_rules rules, credential who,
                                                     std::string model, media_options options) {
    auto const argument = checked_data(rules, text);
    auto const& type = argument.uri.type.empty() ? argument.found.type : std::string(argument.uri.type);
    bool const fits = rules.data_uri_allowed && text.size() <= longest_data_uri;
    if (fits && argument.uri.base64) co_return text;
    auto bytes = media::decode(argument.uri);
    // DashScope reads base64 only.
    auto rewritten = fits ? media::make_data_uri(type, bytes) : std::string();
    if (fits && rewritten.size() <= longest_data_uri) co_return rewritten;
    auto name = upload_name("data", argument.found.extension);
    if (options.dry_run) co_return planned("the data: URI");
    upload_content what{std::move(name), type, memory_source(std::move(bytes))};
    auto reference = co_await upload(api, http, std::move(who), std::move(model), std::move(what));
    co_return reference;
}

platform::task<std::string> media_inputs::impl::local(std::string path, media_rules rules, credential who,
                                                      std::string model, media_options options) {
    auto opened = co_await open_on_worker(std::move(path), std::move(rules));
    auto const file_name = opened.file.path().filename().string();
    if (options.dry_run) co_return planned(file_name);
    upload_content what{upload_name(file_name, opened.found.extension), opened.found.type,
                        file_source(std::move(opened.file))};
    if (!opened.identity) {
        auto once = co_await upload(api, http, std::move(who), std::move(model), std::move(what));
        co_return once;
    }
    upload_cache::key key{*opened.identity, who.base.text() + " " + who.api_key, std::move(model)};
    auto reference = co_await upload_once(std::move(key), std::move(what), std::move(who));
    co_return reference;
}

platform::task<std::string> media_inputs::impl::upload_once(upload_cache::key key, upload_content what,
                                                            credential who) {
    for (auto other = running.find(key); other != running.end(); other = running.find(key)) {
        auto const done = other->second;
        co_await done->async_wait(platform::use_result);
    }
    if (auto known = cache.find(key, platform::clock::now())) co_return *std::move(known);

    auto const done = std::make_shared<platform::timer>(co_await boost::asio::this_coro::executor,
                                                        platform::clock::time_point::max());
    running.emplace(key, done);
    struct ending {
        impl& in;
        upload_cache::key const& key;
        ~ending() {
            auto const own = in.running.extract(key);
            own.mapped()->cancel();
        }
    } const at_the_end{*this, key};
    auto reference = co_await upload(api, http, std::move(who), key.model, std::move(what));
    cache.keep(key, reference, platform::clock::now());
    co_return reference;
}

media_inputs::media_inputs(client& api, net::client& http, platform::allowed_files const* files,
                           std::filesystem::path home)
    : impl_(std::make_unique<impl>(api, http, files, std::move(home))) {}

media_inputs::~media_inputs() = default;

platform::task<std::string> media_inputs::resolve(std::string argument, media_rules rules, credential who,
                                                  std::string model, media_options options) {
    std::string text(trimmed(argument));
    if (text.empty())
        throw media_problem(rules, "It is empty: give a URL, a data: URI, an oss:// reference or a local path.");
    switch (form_of(text)) {
        case media_form::url:
            co_return checked_url(rules, text);
        case media_form::oss:
            check_reference(rules, text);
            co_return text;
        case media_form::data_uri: {
            auto data =
                co_await impl_->data(std::move(text), std::move(rules), std::move(who), std::move(model), options);
            co_return data;
        }
        case media_form::path:
            break;
    }
    auto reference =
        co_await impl_->local(std::move(text), std::move(rules), std::move(who), std::move(model), options);
    co_return reference;
}

bool media_inputs::reads_local_files() const {
    return impl_->files != nullptr;
}

platform::open_file media_inputs::open_local(std::string_view path, media_rules const& rules,
                                             media::facts& found) const {
    auto opened = open_checked(impl_->files, impl_->home, trimmed(path), rules);
    found = std::move(opened.found);
    return std::move(opened.file);
}

}  // namespace dashscope
