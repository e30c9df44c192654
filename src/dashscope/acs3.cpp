#include "dashscope/acs3.hpp"

#include "net/url.hpp"
#include "seal/digest.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

namespace dashscope {

namespace {

constexpr std::string_view scheme = "ACS3-HMAC-SHA256";

// By name in lower case; the last one counts where a name occurs twice, which no request of ours does.
std::map<std::string, std::string> signed_fields(net::headers const& fields) {
    std::map<std::string, std::string> found;
    for (auto const& field : fields) {
        auto name = net::lower_case(field.name);
        if (name == "host" || name == "content-type" || name.starts_with("x-acs-"))
            found.insert_or_assign(std::move(name), std::string(net::trim(field.value)));
    }
    return found;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

// Segments are encoded already: only what other encoders leave or write differently is brought into one form.
std::string canonical_path(std::string path) {
    if (path.empty()) return "/";
    replace_all(path, "+", "%20");
    replace_all(path, "*", "%2A");
    replace_all(path, "%7E", "~");
    return path;
}

}  // namespace

std::string acs3_query(text_pairs query) {
    std::sort(query.begin(), query.end());
    std::string text;
    for (auto const& [name, value] : query) {
        if (!text.empty()) text += '&';
        text += net::percent_encode(name) + "=" + net::percent_encode(value);
    }
    return text;
}

std::string acs3_signed_names(net::headers const& fields) {
    std::string names;
    for (auto const& [name, value] : signed_fields(fields)) names += (names.empty() ? "" : ";") + name;
    return names;
}

std::string acs3_canonical_request(acs3_message const& message) {
    auto text = message.method + "\n" + canonical_path(message.path) + "\n" + acs3_query(message.query) + "\n";
    for (auto const& [name, value] : signed_fields(message.fields)) text += name + ":" + value + "\n";
    text += "\n" + acs3_signed_names(message.fields) + "\n";
    return text.append(message.fields.value_or("x-acs-content-sha256", ""));
}

std::string acs3_signature(std::string_view secret, acs3_message const& message) {
    auto const digest = seal::sha256_hex(acs3_canonical_request(message));
    return seal::hmac_sha256_hex(secret, std::string(scheme) + "\n" + digest);
}

std::string acs3_authorization(access_key const& key, acs3_message const& message) {
    return std::string(scheme) + " Credential=" + key.id + ",SignedHeaders=" + acs3_signed_names(message.fields) +
           ",Signature=" + acs3_signature(key.secret, message);
}

std::string acs3_date(std::chrono::system_clock::time_point now) {
    using namespace std::chrono;
    auto const second = floor<seconds>(now);
    auto const day = floor<days>(second);
    year_month_day const date{day};
    hh_mm_ss const time{second - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()), int(time.hours().count()), int(time.minutes().count()),
                  int(time.seconds().count()));
    return text;
}

}  // namespace dashscope
