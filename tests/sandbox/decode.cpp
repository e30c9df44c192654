#include "decode.hpp"

#include <png.h>

#include <stdexcept>

namespace sandbox_test {
namespace {

void expect(bool holds, char const* what) {
    if (!holds) throw std::runtime_error(what);
}

bool holds_boxes(std::string_view type) {
    for (std::string_view each : {"moov", "trak", "mdia", "minf", "stbl", "dinf"})
        if (type == each) return true;
    return false;
}

void walk(std::string_view bytes, std::string const& path, std::map<std::string, std::string>& into) {
    for (std::size_t at = 0; at < bytes.size();) {
        expect(bytes.size() - at >= 8, "a box without a head");
        auto const size = number_at(bytes, at);
        expect(size >= 8 && size <= bytes.size() - at, "a box that overruns");
        auto const type = bytes.substr(at + 4, 4);
        auto const content = bytes.substr(at + 8, size - 8);
        auto const name = path.empty() ? std::string(type) : path + "/" + std::string(type);
        into[name] = content;
        if (holds_boxes(type)) walk(content, name, into);
        at += size;
    }
}

class bit_reader {
public:
    explicit bit_reader(std::string_view unit) {
        int zeros = 0;
        for (char c : unit) {
            if (zeros >= 2 && c == 3) {  // emulation prevention
                zeros = 0;
                continue;
            }
            zeros = c == 0 ? zeros + 1 : 0;
            bytes_ += c;
        }
    }

    std::uint32_t bits(int count) {
        std::uint32_t value = 0;
        for (int i = 0; i < count; ++i, ++at_) {
            expect(at_ / 8 < bytes_.size(), "a unit that ends early");
            value = value << 1 | (static_cast<unsigned char>(bytes_[at_ / 8]) >> (7 - at_ % 8) & 1U);
        }
        return value;
    }
    std::uint32_t number() {
        int zeros = 0;
        while (bits(1) == 0) ++zeros;
        return (1U << zeros) - 1 + bits(zeros);
    }
    void align() {
        while (at_ % 8 != 0) expect(bits(1) == 0, "alignment bits are zero");
    }
    /// Whether anything but the stop bit is left.
    bool more() const {
        auto last = bytes_.size() * 8 - 1;
        while ((static_cast<unsigned char>(bytes_[last / 8]) >> (7 - last % 8) & 1U) == 0) --last;
        return at_ < last;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

struct geometry {
    std::uint32_t columns = 0, rows = 0, right = 0, bottom = 0;
};

geometry read_sequence(std::string_view unit) {
    bit_reader in(unit.substr(1));
    expect(in.bits(8) == 66, "baseline");
    in.bits(16);
    expect(in.number() == 0, "id 0");
    expect(in.number() == 4, "frame numbers of 8 bits");
    expect(in.number() == 2, "output in decoding order");
    expect(in.number() == 1, "one reference");
    in.bits(1);
    geometry found;
    found.columns = in.number() + 1;
    found.rows = in.number() + 1;
    expect(in.bits(2) == 3, "frames only");
    expect(in.bits(1) == 1, "cropping");
    in.number();
    found.right = in.number() * 2;
    in.number();
    found.bottom = in.number() * 2;
    return found;
}

void read_samples(bit_reader& in, std::vector<std::uint8_t>& luma, std::uint32_t stride, std::uint32_t block,
                  std::uint32_t columns) {
    in.align();
    auto const left = block % columns * 16;
    auto const top = block / columns * 16;
    for (std::uint32_t y = 0; y < 16; ++y)
        for (std::uint32_t x = 0; x < 16; ++x)
            luma[(top + y) * stride + left + x] = static_cast<std::uint8_t>(in.bits(8));
    for (int i = 0; i < 128; ++i) in.bits(8);
}

void read_picture(std::string_view sample, std::size_t index, geometry const& shape, std::vector<std::uint8_t>& luma) {
    expect(number_at(sample, 0) == sample.size() - 4, "one unit in a sample");
    bool const first = index % 256 == 0;
    expect(static_cast<unsigned char>(sample[4]) == (first ? 0x65 : 0x61), "the unit's type");
    bit_reader in(sample.substr(5));
    expect(in.number() == 0, "the first macroblock");
    expect(in.number() == (first ? 7U : 5U), "the slice's type");
    expect(in.number() == 0, "the parameters' id");
    expect(in.bits(8) == index % 256, "the frame's number");
    if (first) expect(in.number() == 0, "the IDR's id");
    in.bits(first ? 2 : 3);
    expect(in.number() == 0, "the QP");
    expect(in.number() == 1, "no deblocking");
    for (std::uint32_t block = 0; in.more(); ++block) {
        if (!first) block += in.number();
        if (block == shape.columns * shape.rows && !in.more()) return;
        expect(block < shape.columns * shape.rows, "a macroblock outside");
        expect(in.number() == (first ? 25U : 30U), "I_PCM");
        read_samples(in, luma, shape.columns * 16, block, shape.columns);
    }
}

}  // namespace

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
    return value;
}

decoded_picture decode_png(std::string_view file) {
    decoded_picture result;
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return result;
    image.format = PNG_FORMAT_RGB;
    std::vector<std::uint8_t> bytes(PNG_IMAGE_SIZE(image));
    bool const good =
        png_image_finish_read(&image, nullptr, bytes.data(), 0, nullptr) != 0 && image.warning_or_error == 0;
    png_image_free(&image);
    if (!good) return result;
    result.width = static_cast<int>(image.width);
    result.height = static_cast<int>(image.height);
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3)
        result.pixels.push_back({bytes[i], bytes[i + 1], bytes[i + 2]});
    return result;
}

std::map<std::string, std::string> boxes(std::string_view file) {
    std::map<std::string, std::string> all;
    walk(file, {}, all);
    return all;
}

decoded_film decode_film(std::string_view file) {
    auto const all = boxes(file);
    auto const& description = all.at("moov/trak/mdia/minf/stbl/stsd");
    auto const configuration = std::string_view(description).substr(description.find("avcC") + 4);
    auto const length = static_cast<std::size_t>(static_cast<unsigned char>(configuration[7]));
    auto const shape = read_sequence(configuration.substr(8, length));
    decoded_film film;
    film.stride = shape.columns * 16;
    film.width = film.stride - shape.right;
    film.height = shape.rows * 16 - shape.bottom;
    auto const& sizes = all.at("moov/trak/mdia/minf/stbl/stsz");
    std::size_t at = number_at(all.at("moov/trak/mdia/minf/stbl/stco"), 8);
    std::vector<std::uint8_t> luma(static_cast<std::size_t>(film.stride) * shape.rows * 16);
    for (std::size_t i = 0; i < number_at(sizes, 8); ++i) {
        auto const size = number_at(sizes, 12 + 4 * i);
        read_picture(file.substr(at, size), i, shape, luma);
        film.luma.push_back(luma);
        at += size;
    }
    expect(at == file.size(), "nothing behind the last sample");
    return film;
}

}  // namespace sandbox_test
