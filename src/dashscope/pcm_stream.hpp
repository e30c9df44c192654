#pragma once
// Speech as streams carry it: pieces of base64 with raw samples, 16 bit, little endian, one channel (catalogue §3, §7).

#include <string>
#include <string_view>

namespace dashscope {

/// Puts the pieces together. They may be cut anywhere, also within four characters of base64; each may also be padded on
/// its own. Encoded formats (mp3, opus) pass through it as well. One owner, one thread.
class pcm_stream {
public:
    /// False when the text is no base64: everything from there on is lost.
    bool add(std::string_view base64);

    bool empty() const { return bytes_.empty(); }
    bool broken() const { return broken_; }
    std::size_t size() const { return bytes_.size(); }
    /// Hands the bytes out, and begins anew.
    std::string take();
    /// The same without the RIFF head that some models put before the first sample.
    std::string take_samples();

private:
    std::string bytes_;
    std::string rest_;  // characters that make no whole group yet
    bool broken_ = false;
};

}  // namespace dashscope
