#include "media/codecs.hpp"

#include <csetjmp>
#include <cstring>

#include <png.h>

namespace media {

namespace {

// An interlaced picture comes in seven passes over all its rows: it has to stand in memory whole.
constexpr std::uint64_t max_interlaced_pixels = 16 * 1024 * 1024;
constexpr png_alloc_size_t max_chunk = 8 * 1024 * 1024;

[[noreturn]] void stop(png_structp file, png_const_charp) { png_longjmp(file, 1); }
void ignore(png_structp, png_const_charp) {}

// Everything that a longjmp may leave behind lives here, in the caller's frame.
struct decoder {
    decoder() : file(png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, stop, ignore)) {
        if (file) info = png_create_info_struct(file);
    }
    ~decoder() { png_destroy_read_struct(&file, &info, nullptr); }
    decoder(decoder const&) = delete;

    png_structp file = nullptr;
    png_infop info = nullptr;
    std::string_view rest;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    bool interlaced = false;
    std::vector<std::uint8_t> pixels;  // RGBA: one row, or all
    std::vector<png_bytep> rows;
};

void read_bytes(png_structp file, png_bytep to, std::size_t count) {
    auto& rest = static_cast<decoder*>(png_get_io_ptr(file))->rest;
    if (rest.size() < count) png_error(file, "too short");
    std::memcpy(to, rest.data(), count);
    rest.remove_prefix(count);
}

// No object with a destructor may live in the frames that errors jump out of.
bool read_head(decoder& with, thumbnail_limits const& limits) {
    if (setjmp(png_jmpbuf(with.file))) return false;
    png_set_read_fn(with.file, &with, read_bytes);
    png_set_user_limits(with.file, 0xffff, 0xffff);
    png_set_chunk_malloc_max(with.file, max_chunk);
    png_set_chunk_cache_max(with.file, 16);
    png_read_info(with.file, with.info);
    with.width = png_get_image_width(with.file, with.info);
    with.height = png_get_image_height(with.file, with.info);
    with.interlaced = png_get_interlace_type(with.file, with.info) != PNG_INTERLACE_NONE;
    auto const count = std::uint64_t{with.width} * with.height;
    if (count > limits.max_pixels || (with.interlaced && count > max_interlaced_pixels)) return false;
    png_set_expand(with.file);
    png_set_strip_16(with.file);
    png_set_gray_to_rgb(with.file);
    png_set_add_alpha(with.file, 0xff, PNG_FILLER_AFTER);
    if (with.interlaced) png_set_interlace_handling(with.file);
    png_read_update_info(with.file, with.info);
    return png_get_rowbytes(with.file, with.info) == std::size_t{with.width} * 4;
}

bool read_row(decoder& with) {
    if (setjmp(png_jmpbuf(with.file))) return false;
    png_read_row(with.file, with.pixels.data(), nullptr);
    return true;
}

bool read_all(decoder& with) {
    if (setjmp(png_jmpbuf(with.file))) return false;
    png_read_image(with.file, with.rows.data());
    return true;
}

// Over white: what is transparent in a picture is mostly meant for a light page.
void flatten(std::uint8_t const* rgba, std::vector<std::uint8_t>& rgb) {
    for (std::size_t x = 0; x * 3 < rgb.size(); ++x) {
        auto const* pixel = rgba + x * 4;
        unsigned const alpha = pixel[3];
        for (std::size_t channel = 0; channel < 3; ++channel)
            rgb[x * 3 + channel] = static_cast<std::uint8_t>((pixel[channel] * alpha + 255 * (255 - alpha)) / 255);
    }
}

}  // namespace

std::optional<rgb_image> decode_png(std::string_view bytes, thumbnail_limits const& limits) {
    decoder with;
    if (!with.info) return std::nullopt;
    with.rest = bytes;
    if (!read_head(with, limits)) return std::nullopt;
    auto const stride = std::size_t{with.width} * 4;
    with.pixels.resize(with.interlaced ? stride * with.height : stride);
    if (with.interlaced) {
        for (std::uint32_t y = 0; y < with.height; ++y) with.rows.push_back(with.pixels.data() + y * stride);
        if (!read_all(with)) return std::nullopt;
    }
    box_filter filter(with.width, with.height, limits.max_side);
    std::vector<std::uint8_t> row(std::size_t{with.width} * 3);
    for (std::uint32_t y = 0; y < with.height; ++y) {
        if (!with.interlaced && !read_row(with)) return std::nullopt;
        flatten(with.interlaced ? with.rows[y] : with.pixels.data(), row);
        filter.put(row);
    }
    return filter.take();
}

}  // namespace media
