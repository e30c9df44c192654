#pragma once
// Speech synthesis: which endpoint a model has, what it is sent, and what comes back (catalogue §7.1, §7.2).

#include "dashscope/pcm_stream.hpp"
#include "dashscope/text_split.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace net {
struct origin;
}

namespace net {
struct sse_event;
}

namespace dashscope {

namespace json = boost::json;

enum class speech_route { qwen, cosyvoice };

/// What models whose names begin alike have in common.
struct speech_family {
    std::string_view beginning;
    speech_route route;
    text_limit limit;                // of one request
    std::string_view default_voice;  // empty: only voices of one's own
    bool instructed = false;         // takes instructions
};

/// Of a model that the table lacks: the newest that its name fits.
speech_family const& find_speech_family(std::string_view model);

struct speech_request {
    std::string model;
    std::string text;
    std::string voice;         // empty: the family's
    std::string language;      // by name or code
    std::string instructions;  // how to speak
    std::optional<bool> optimize_instructions;
    std::string format;  // mp3, wav, pcm, opus; empty: the endpoint's own
    std::optional<std::int64_t> sample_rate;
    std::optional<std::int64_t> bit_rate;  // kbit/s, opus
    std::optional<std::int64_t> volume;
    std::optional<double> rate;
    std::optional<double> pitch;
    std::optional<std::int64_t> seed;
    std::optional<bool> ssml;
    json::object parameters;  // merged into `input`, where these endpoints have all their options
};

/// Voices that the documents name, Qwen's first (catalogue §7.1, §7.2). There are more, and one's own.
std::span<std::string_view const> documented_voices();

/// Why the model would not take the request, each with what is allowed.
std::vector<std::string> problems_of(speech_request const& request);

struct speech_call {
    std::string path;
    json::object body;
};
speech_call compose(speech_request const& request);

/// The format of the file that the request gives: "wav", "mp3", …
std::string format_of(speech_request const& request);

/// The requests that together speak the whole text. Where there are several, their streams can be put together: WAV is
/// asked for as raw samples.
std::vector<speech_request> parts_of(speech_request const& request);

/// What one request's stream has brought. One owner, one thread.
class speech_stream {
public:
    /// Takes the data of one event; what is no JSON is passed over, and the stream is broken then.
    void feed(std::string_view data);
    /// As an event of client::stream brings them.
    void take(net::sse_event const& event);

    std::string const& url() const { return url_; }  // of the whole file, as sent
    json::object const& usage() const { return usage_; }
    std::string const& request_id() const { return request_id_; }
    /// The last event has come.
    bool finished() const { return finished_ || !url_.empty(); }
    /// A piece did not arrive whole: `sound` lacks it, the file at `url` does not.
    bool broken() const { return broken_ || sound_.broken(); }
    pcm_stream& sound() { return sound_; }

private:
    pcm_stream sound_;
    std::string url_;
    json::object usage_;
    std::string request_id_;
    bool finished_ = false;
    bool broken_ = false;
};

/// One file of what the streams of `parts_of(request)` brought, raw samples and encoded frames alike.
std::string join_speech(speech_request const& request, std::vector<std::string> const& sounds);

/// Adds the numbers of `more` to those of `total`.
void add_usage(json::object& total, json::object const& more);

/// `http` raised to `https`, unless it is the configured host's own.
std::string secure_url(std::string url, net::origin const& base);

}  // namespace dashscope
