#include "media/codecs.hpp"

#include <csetjmp>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace media {

namespace {

// A progressive file may repeat its scans thousands of times: each costs a pass over all pixels.
constexpr int max_scans = 100;
constexpr int quality = 82;

struct error_handler : jpeg_error_mgr {
    std::jmp_buf jump;
};

[[noreturn]] void stop(j_common_ptr file) { std::longjmp(static_cast<error_handler*>(file->err)->jump, 1); }
void ignore(j_common_ptr) {}
void ignore_level(j_common_ptr, int) {}

void watch_scans(j_common_ptr file) {
    if (reinterpret_cast<j_decompress_ptr>(file)->input_scan_number > max_scans) stop(file);
}

void install(error_handler& errors) {
    jpeg_std_error(&errors);
    errors.error_exit = stop;
    errors.output_message = ignore;
    errors.emit_message = ignore_level;
}

// Everything that a longjmp may leave behind lives here, in the caller's frame.
struct decoder {
    decoder() { file.err = &errors; }
    ~decoder() {
        if (created) jpeg_destroy_decompress(&file);
    }
    decoder(decoder const&) = delete;

    error_handler errors{};
    jpeg_decompress_struct file{};
    jpeg_progress_mgr progress{};
    bool created = false;
    std::optional<box_filter> filter;
    std::vector<std::uint8_t> row;
};

// The decoder scales by powers of two at almost no cost; the filter does the rest.
void choose_scale(jpeg_decompress_struct& file, std::uint32_t max_side) {
    file.scale_num = 1;
    file.scale_denom = 1;
    auto const longest = std::max(file.image_width, file.image_height);
    while (file.scale_denom < 8 && longest / (file.scale_denom * 2) >= max_side) file.scale_denom *= 2;
}

// No object with a destructor may live in this frame: errors jump out of it.
bool read_head(decoder& with, std::string_view bytes, thumbnail_limits const& limits) {
    if (setjmp(with.errors.jump)) return false;
    jpeg_create_decompress(&with.file);
    with.created = true;
    with.progress.progress_monitor = watch_scans;
    with.file.progress = &with.progress;
    jpeg_mem_src(&with.file, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    if (jpeg_read_header(&with.file, TRUE) != JPEG_HEADER_OK) return false;
    if (std::uint64_t{with.file.image_width} * with.file.image_height > limits.max_pixels) return false;
    choose_scale(with.file, limits.max_side);
    with.file.out_color_space = JCS_RGB;
    jpeg_start_decompress(&with.file);
    return with.file.output_components == 3;
}

bool read_row(decoder& with) {
    if (setjmp(with.errors.jump)) return false;
    JSAMPROW row = with.row.data();
    return jpeg_read_scanlines(&with.file, &row, 1) == 1;
}

bool write(jpeg_compress_struct& file, error_handler& errors, rgb_image const& image, unsigned char** bytes,
           unsigned long* size) {
    if (setjmp(errors.jump)) return false;
    jpeg_create_compress(&file);
    jpeg_mem_dest(&file, bytes, size);
    file.image_width = image.width;
    file.image_height = image.height;
    file.input_components = 3;
    file.in_color_space = JCS_RGB;
    jpeg_set_defaults(&file);
    jpeg_set_quality(&file, quality, TRUE);
    jpeg_start_compress(&file, TRUE);
    while (file.next_scanline < file.image_height) {
        auto const* row = image.pixels.data() + std::size_t{file.next_scanline} * image.width * 3;
        auto* writable = const_cast<JSAMPROW>(row);
        jpeg_write_scanlines(&file, &writable, 1);
    }
    jpeg_finish_compress(&file);
    return true;
}

}  // namespace

std::optional<rgb_image> decode_jpeg(std::string_view bytes, thumbnail_limits const& limits) {
    decoder with;
    install(with.errors);
    if (!read_head(with, bytes, limits)) return std::nullopt;
    with.row.resize(std::size_t{with.file.output_width} * 3);
    with.filter.emplace(with.file.output_width, with.file.output_height, limits.max_side);
    while (with.file.output_scanline < with.file.output_height) {
        if (!read_row(with)) return std::nullopt;
        with.filter->put(with.row);
    }
    return with.filter->take();
}

std::optional<std::string> encode_jpeg(rgb_image const& image) {
    struct target {
        ~target() {
            jpeg_destroy_compress(&file);
            std::free(bytes);
        }
        error_handler errors{};
        jpeg_compress_struct file{};
        unsigned char* bytes = nullptr;
        unsigned long size = 0;
    } to;
    install(to.errors);
    to.file.err = &to.errors;
    if (!write(to.file, to.errors, image, &to.bytes, &to.size)) return std::nullopt;
    return std::string(reinterpret_cast<char const*>(to.bytes), to.size);
}

}  // namespace media
