#include "support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

namespace test {

namespace {

using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

file open_for_writing(std::string const& path) {
    return {std::fopen(path.c_str(), "wb"), &std::fclose};
}

void add_extension(X509* certificate, X509* issuer, int kind, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    REQUIRE(extension != nullptr);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// Unsigned as yet.
certificate make(std::string const& name, subject const& of) {
    static long serial = 1;
    certificate made{{X509_new(), X509_free}, {EVP_EC_gen("P-256"), EVP_PKEY_free}};
    auto* const x509 = made.x509.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(x509), of.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(x509), of.valid_until);
    X509_set_pubkey(x509, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                               reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
    return made;
}

}  // namespace

temporary_folder::temporary_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "net_test_XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

authority::authority(std::string const& name) : self_(make(name, {})), file_(folder_.file("authority.pem")) {
    auto* const x509 = self_.x509.get();
    X509_set_issuer_name(x509, X509_get_subject_name(x509));
    add_extension(x509, x509, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(x509, x509, NID_key_usage, "critical,keyCertSign");
    X509_sign(x509, self_.key.get(), EVP_sha256());
    write_certificate(file_, self_);
}

certificate authority::issue(subject const& to) const {
    auto made = make("a server", to);
    auto* const x509 = made.x509.get();
    X509_set_issuer_name(x509, X509_get_subject_name(self_.x509.get()));
    add_extension(x509, self_.x509.get(), NID_basic_constraints, "critical,CA:FALSE");
    if (!to.alternative_names.empty())
        add_extension(x509, self_.x509.get(), NID_subject_alt_name, to.alternative_names);
    X509_sign(x509, self_.key.get(), EVP_sha256());
    return made;
}

std::shared_ptr<net::tls_context> authority::server(subject const& to) const {
    auto const made = issue(to);
    auto const certificate_file = folder_.file("server.pem");
    auto const key_file = folder_.file("server.key");
    write_certificate(certificate_file, made);
    write_key(key_file, made);
    return net::make_server_tls(certificate_file, key_file);
}

void write_certificate(std::string const& path, certificate const& what) {
    auto const out = open_for_writing(path);
    REQUIRE(PEM_write_X509(out.get(), what.x509.get()) == 1);
}

void write_key(std::string const& path, certificate const& what) {
    auto const out = open_for_writing(path);
    REQUIRE(PEM_write_PrivateKey(out.get(), what.key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

}  // namespace test
