#pragma once
// The log: lines on stderr, never on stdout, which belongs to MCP. The one global of the program.

#include "telemetry/line.hpp"

#include <atomic>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

namespace telemetry {

struct log_options {
    level threshold = level::info;
    format style = format::text;
    int fd = 2;  // not owned
};

/// Shared objects: safe. Never fails, and never waits for a reader: where the sink takes nothing (a host that does not
/// read its child's stderr), lines are dropped, and the next one that gets through says how many (`dropped=`).
///
///     telemetry::log().info("tool finished", {{"tool", name}, {"ms", elapsed.count()}});
///
/// Where computing the fields costs something, ask `enabled` first.
class logger {
public:
    explicit logger(log_options options = {});

    void configure(log_options options);
    /// Replaces this value by `***` in all lines from now on (scrubber::add).
    void add_secret(std::string secret);
    /// A text as the log would show its secrets, for error messages.
    std::string scrub(std::string_view text) const;

    bool enabled(level severity) const noexcept {
        return severity != level::off && severity >= threshold_.load(std::memory_order_relaxed);
    }

    using fields = std::initializer_list<field>;

    void write(level severity, std::string_view message, fields more = {}) noexcept {
        if (enabled(severity)) write_line(severity, message, {more.begin(), more.size()});
    }
    void debug(std::string_view message, fields more = {}) noexcept { write(level::debug, message, more); }
    void info(std::string_view message, fields more = {}) noexcept { write(level::info, message, more); }
    void warning(std::string_view message, fields more = {}) noexcept { write(level::warning, message, more); }
    void error(std::string_view message, fields more = {}) noexcept { write(level::error, message, more); }

private:
    void write_line(level severity, std::string_view message, std::span<field const> more) noexcept;
    void send(std::string line);

    std::atomic<level> threshold_;
    std::atomic<std::size_t> dropped_ = 0;
    mutable std::mutex mutex_;  // of all below
    format style_;
    int fd_;
    scrubber secrets_;
    bool torn_ = false;  // a line's end was not taken
};

/// Info and above as text on stderr until `configure` is called. Never destroyed: usable to the last moment.
logger& log();

}  // namespace telemetry
