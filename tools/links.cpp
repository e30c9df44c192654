#include "tools/links.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace tools {

namespace {

constexpr std::string_view file_purpose = "media";
constexpr std::string_view upload_purpose = "upload";
// As long as DashScope's own results.
constexpr std::chrono::hours file_lifetime{24};
// A person may have to find the file first.
constexpr std::chrono::minutes upload_lifetime{30};

std::string packed(upload_order const& order) {
    return json::serialize(json::array{order.id, order.model, order.name, order.max_bytes});
}

// What was sealed here is well formed, unless an older or newer version sealed it.
std::optional<upload_order> unpacked(std::string const& payload) {
    boost::system::error_code failed;
    auto const value = json::parse(payload, failed);
    auto const* fields = failed ? nullptr : value.if_array();
    if (!fields || fields->size() != 4) return std::nullopt;
    for (std::size_t i = 0; i < 3; ++i)
        if (!(*fields)[i].is_string()) return std::nullopt;
    auto const limit = (*fields)[3].to_number<std::uint64_t>(failed);
    if (failed) return std::nullopt;
    auto const text = [&](std::size_t i) { return std::string((*fields)[i].get_string()); };
    return upload_order{text(0), text(1), text(2), limit};
}

}  // namespace

links::links(seal::keyring const& keys, clock now, std::string public_url)
    : keys_(keys), now_(std::move(now)), public_url_(std::move(public_url)) {
    while (public_url_.ends_with('/')) public_url_.pop_back();
}

std::string links::base(std::string_view host) const {
    if (!public_url_.empty()) return public_url_;
    return host.empty() ? listening_ : "http://" + std::string(host);
}

std::string links::to_file(std::filesystem::path const& file, std::string_view host) const {
    return base(host) + std::string(file_prefix) + keys_.seal(file_purpose, {}, file.string(), now_(), file_lifetime);
}

std::string links::for_upload(upload_order const& order, std::string_view host) const {
    return base(host) + std::string(upload_prefix) +
           keys_.seal(upload_purpose, {}, packed(order), now_(), upload_lifetime);
}

std::chrono::system_clock::time_point links::file_end() const {
    return now_() + file_lifetime;
}

std::chrono::system_clock::time_point links::upload_end() const {
    return now_() + upload_lifetime;
}

boost::system::result<opened_link<std::filesystem::path>> links::open_file(std::string_view token) const {
    auto const opened = keys_.open(file_purpose, {}, token, now_());
    if (!opened) return opened.error();
    return opened_link<std::filesystem::path>{opened->payload, opened->expires};
}

boost::system::result<opened_link<upload_order>> links::open_upload(std::string_view token) const {
    auto const opened = keys_.open(upload_purpose, {}, token, now_());
    if (!opened) return opened.error();
    auto order = unpacked(opened->payload);
    if (!order) return make_error_code(seal::open_errc::malformed);
    return opened_link<upload_order>{std::move(*order), opened->expires};
}

}  // namespace tools
