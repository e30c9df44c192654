#pragma once
// How the sandbox behaves for every request; markers in a prompt override it for one (docs/sandbox.md).

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sandbox {

struct options {
    std::chrono::milliseconds latency{0};      // before the first byte of each answer
    std::chrono::milliseconds chunk_delay{0};  // between streamed chunks
    std::uint64_t seed = 0;
    /// Share of requests, 0 to 1, that get a fault drawn from `faults` (seeded).
    double fault_rate = 0;
    /// Names of faults: a kind ("reset", "stall", …), a status ("429") or an error code. One with a count, such as
    /// "429*2" or "ok*3", is part of a script that the first requests play in order; the others may be drawn.
    std::vector<std::string> faults;
    std::string certificate_file;  // PEM chain; with key_file the sandbox speaks TLS
    std::string key_file;
    /// The pair that signs OpenAPI requests (ACS3-HMAC-SHA256). With a token, requests must carry it.
    std::string access_key_id = "LTAIsandbox";
    std::string access_key_secret = "sandbox-secret";
    std::string security_token;
    /// Names of quirks.hpp, for every request.
    std::vector<std::string> quirks;
    /// From an asynchronous task's submission to its end; the first third of it is spent PENDING.
    std::chrono::milliseconds task_time{1000};
    /// Where tasks, uploads and results are kept; empty: in memory. Processes may share one.
    std::filesystem::path data_directory;
};

}  // namespace sandbox
