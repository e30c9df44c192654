#include "sandbox/faults.hpp"

#include <charconv>
#include <stdexcept>

namespace sandbox {
namespace {

struct named_kind {
    std::string_view name;
    fault_kind kind;
};

constexpr named_kind kinds[] = {
    {"ok", fault_kind::none},
    {"reset", fault_kind::reset},
    {"reset-midstream", fault_kind::reset_midstream},
    {"stall", fault_kind::stall},
    {"truncate", fault_kind::truncate},
    {"garbage", fault_kind::garbage},
    {"html", fault_kind::html},
    {"half-frames", fault_kind::half_frames},
    {"split-frames", fault_kind::split_frames},
    {"empty", fault_kind::empty},
};

std::optional<std::size_t> to_number(std::string_view text) {
    std::size_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void keep_half(plan& answer) {
    if (answer.streamed) {
        answer.pieces.resize((answer.pieces.size() + 1) / 2);
        return;
    }
    for (auto& part : answer.pieces) part.bytes.resize(part.bytes.size() / 2);
}

plan reset_midstream(plan answer) {
    keep_half(answer);
    answer.streamed = true;  // so that its head promises more than comes
    answer.end = ending::reset;
    return answer;
}

plan stall(plan answer) {
    if (answer.streamed)
        keep_half(answer);
    else
        answer.pieces.clear();
    answer.end = ending::stall;
    return answer;
}

plan garbage(plan answer) {
    if (answer.pieces.empty()) return answer;
    auto& middle = answer.pieces[answer.pieces.size() / 2].bytes;
    middle = answer.streamed ? "data: {\"id\":\"chatcmpl-sandbox\",\"choices\":[{\"delta\":{\"content\":\n\n"
                             : "{\"id\":\"chatcmpl-sandbox\",\"choices\":[{";
    return answer;
}

plan html(plan answer) {
    answer.status = 502;
    answer.content_type = "text/html";
    answer.streamed = false;
    answer.pieces = {
        {"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
         "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>Tengine</center>\r\n"
         "</body>\r\n</html>\r\n",
         {}}};
    return answer;
}

/// Cuts the stream's bytes into pieces of 1, 7, 13, … bytes: no border of a frame is a border of a piece for long.
void cut_oddly(plan& answer) {
    std::string all = answer.body();
    auto delay = answer.pieces.empty() ? std::chrono::milliseconds{0} : answer.pieces.back().delay;
    answer.pieces.clear();
    for (std::size_t at = 0; at < all.size();) {
        auto length = 1 + answer.pieces.size() * 6 % 97;
        answer.pieces.push_back({all.substr(at, length), delay});
        at += length;
    }
}

/// As some of the recorded streams are: each frame begins with an `id:` line, and nothing separates them.
plan half_frames(plan answer) {
    if (!answer.streamed) return answer;
    std::size_t id = 0;
    for (auto& part : answer.pieces) {
        if (part.bytes.ends_with("\n\n")) part.bytes.pop_back();
        if (!part.bytes.starts_with("id:")) part.bytes.insert(0, "id:" + std::to_string(++id) + "\n");
    }
    cut_oddly(answer);
    return answer;
}

}  // namespace

std::optional<fault> find_fault(std::string_view name) {
    for (auto const& candidate : kinds)
        if (candidate.name == name) return fault{candidate.kind, nullptr};
    auto status = to_number(name);
    auto const* error = status ? find_error(static_cast<int>(*status)) : find_error(name);
    if (!error) return std::nullopt;
    return fault{fault_kind::error, error};
}

std::span<std::string_view const> fault_names() {
    static auto const names = [] {
        std::vector<std::string_view> all;
        for (auto const& candidate : kinds) all.push_back(candidate.name);
        return all;
    }();
    return names;
}

plan apply(fault what, plan answer, error_shape shape, std::string_view request_id) {
    switch (what.kind) {
        case fault_kind::none:
            return answer;
        case fault_kind::error:
            return error_plan(to_failure(*what.error), shape, request_id);
        case fault_kind::reset:
            answer.pieces.clear();
            answer.streamed = false;
            answer.end = ending::reset;
            return answer;
        case fault_kind::reset_midstream:
            return reset_midstream(std::move(answer));
        case fault_kind::stall:
            return stall(std::move(answer));
        case fault_kind::truncate:
            keep_half(answer);
            return answer;
        case fault_kind::garbage:
            return garbage(std::move(answer));
        case fault_kind::html:
            return html(std::move(answer));
        case fault_kind::half_frames:
            return half_frames(std::move(answer));
        case fault_kind::split_frames:
            if (answer.streamed) cut_oddly(answer);
            return answer;
        case fault_kind::empty:
            answer.pieces.clear();
            return answer;
    }
    return answer;
}

fault_schedule::fault_schedule(options const& settings)
    : random_(hash("faults", settings.seed)), rate_(settings.fault_rate) {
    for (std::string_view entry : settings.faults) {
        auto star = entry.find('*');
        auto found = find_fault(entry.substr(0, star));
        auto times = star == std::string_view::npos ? std::optional<std::size_t>(0) : to_number(entry.substr(star + 1));
        if (!found || !times) throw std::invalid_argument("the sandbox knows no fault \"" + std::string(entry) + '"');
        if (star == std::string_view::npos)
            pool_.push_back(*found);
        else
            script_.insert(script_.end(), std::min<std::size_t>(*times, 10'000), *found);
    }
    if (!pool_.empty()) return;
    for (auto name : {"429", "500", "503", "reset", "stall", "truncate", "html"}) pool_.push_back(*find_fault(name));
}

fault fault_schedule::next() {
    if (played_ < script_.size()) return script_[played_++];
    if (random_.unit() >= rate_) return {};
    return pool_[random_.below(pool_.size())];
}

}  // namespace sandbox
