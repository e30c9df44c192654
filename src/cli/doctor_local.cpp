#include "cli/doctor_local.hpp"

#include "install/registration.hpp"
#include "platform/files.hpp"
#include "platform/program.hpp"
#include "telemetry/logger.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace cli {

namespace {

constexpr std::size_t largest_file = 64 * 1024 * 1024;

void check_client(diagnosis& into, install::client const& each, std::string const& name,
                  platform::environment const& environment) {
    auto const file = install::file_of(each, environment);
    auto const text = platform::read_file(file, largest_file);
    if (!text) return;  // not installed here, or never had a server
    auto const check = "client " + std::string(each.id);
    try {
        if (!install::has_server(each, name, *text)) return;
        auto const command = install::command_of(each, name, *text);
        if (command.empty()) return into.add(outlook::info, check, "has " + name + ", at a URL: " + file.string());
        if (!platform::find_program(command, environment).empty())
            return into.add(outlook::good, check, "has " + name + ", starts " + command);
        into.add(outlook::failed, check, "would start " + command + ", which is not there or can't be run",
                 "dashscope-mcp install " + std::string(each.id));
    } catch (install::edit_error const& error) {
        into.add(outlook::warning, check, file.string() + ": " + error.what(),
                 "correct the file: " + std::string(each.title) + " may not read it either");
    }
}

}  // namespace

void check_config_file(diagnosis& into, fs::path const& path, bool named) {
    struct stat what{};
    if (path.empty()) {
        into.add(outlook::info, "config_file", "there is no home folder to look in");
    } else if (::stat(path.c_str(), &what) != 0) {
        bool const missing = errno == ENOENT && !named;
        into.add(missing ? outlook::info : outlook::failed, "config_file",
                 missing ? "there is none: " + path.string()
                         : platform::describe_failure("read", path, {errno, boost::system::system_category()}),
                 missing ? "" : "name a file that is there with --config, or correct its rights");
    } else if ((what.st_mode & 077) != 0) {
        into.add(outlook::warning, "config_file", path.string() + " can be read by other users, and may hold a key",
                 "chmod 600 " + path.string());
    } else {
        into.add(outlook::good, "config_file", path.string());
    }
}

void check_folder(diagnosis& into, std::string check, fs::path const& folder, std::string fix) {
    std::error_code failed;
    if (fs::is_directory(folder, failed)) {
        if (::access(folder.c_str(), W_OK | X_OK) == 0)
            return into.add(outlook::good, std::move(check), folder.string());
        return into.add(outlook::failed, std::move(check), folder.string() + " can't be written to", std::move(fix));
    }
    if (fs::exists(folder, failed))
        return into.add(outlook::failed, std::move(check), folder.string() + " is not a folder", std::move(fix));
    auto parent = folder.parent_path();
    while (!parent.empty() && !fs::exists(parent, failed) && parent != parent.parent_path())
        parent = parent.parent_path();
    if (fs::is_directory(parent, failed) && ::access(parent.c_str(), W_OK | X_OK) == 0)
        return into.add(outlook::good, std::move(check), folder.string() + ", made when first needed");
    into.add(outlook::failed, std::move(check),
             folder.string() + " is not there and can't be made in " + parent.string(), std::move(fix));
}

void check_proxy(diagnosis& into, net::proxy_settings const& proxies, net::origin const& base) {
    auto const& proxy = base.tls ? proxies.https_proxy : proxies.http_proxy;
    if (proxy.empty()) return into.add(outlook::info, "proxy", "none is set for " + base.text());
    if (net::bypasses_proxy(proxies.no_proxy, base.host, base.port))
        return into.add(outlook::info, "proxy", "NO_PROXY excepts " + base.host);
    auto const url = net::parse_url(proxy);
    if (!url || url->where.tls)
        return into.add(outlook::failed, "proxy",
                        "the proxy setting for " + base.text() + " is not the URL of an http proxy",
                        "set HTTPS_PROXY (http_proxy for http hosts) to http://HOST:PORT, or unset it");
    // Its user name and password are nobody's business.
    into.add(outlook::good, "proxy", "requests go through " + url->where.text());
}

void check_clients(diagnosis& into, std::string const& server_name, platform::environment const& environment) {
    auto const before = into.findings.size();
    for (auto const& each : install::all_clients())
        if (each.how != install::format::link) check_client(into, each, server_name, environment);
    if (into.findings.size() == before)
        into.add(outlook::info, "clients",
                 "none that is known here has it; `dashscope-mcp install CLIENT` registers it");
}

}  // namespace cli
