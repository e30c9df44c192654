#include "cli/listening.hpp"

#include "net/url.hpp"

#include <unistd.h>

namespace cli {

void announce_listening(bool tls, std::string const& host, std::uint16_t port) {
    // The port is always named, also where it is the scheme's own: a script takes it from here.
    auto const name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    auto const line =
        std::string(R"({"listening":"http)") + (tls ? "s" : "") + "://" + name + ":" + std::to_string(port) + "\"}\n";
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace cli
