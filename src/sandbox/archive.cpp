#include "sandbox/archive.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

namespace fs = std::filesystem;

namespace sandbox {
namespace {

constexpr std::size_t most_held = std::size_t{1} << 30;
constexpr auto longest_retention = std::chrono::hours(48);
constexpr std::string_view unfinished = ".part";

void drop_old(fs::path const& directory) {
    auto const limit = fs::file_time_type::clock::now() - longest_retention;
    std::error_code ignored;
    for (auto const& entry : fs::recursive_directory_iterator(directory, ignored)) {
        std::error_code failed;
        if (entry.is_regular_file(failed) && entry.last_write_time(failed) < limit && !failed)
            fs::remove(entry.path(), failed);
    }
}

/// Readers see the old bytes or the new ones, never a half of them.
void write_whole(fs::path const& path, std::string_view bytes) {
    auto part = path;
    part += "." + std::to_string(::getpid()) + std::string(unfinished);
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code failed;
    if (file) fs::rename(part, path, failed);
    if (file && !failed) return;
    fs::remove(part, failed);
    throw std::runtime_error("the sandbox can't write " + path.string());
}

}  // namespace

void archive::keep_in(fs::path directory) {
    fs::create_directories(directory);
    fs::permissions(directory, fs::perms::owner_all);
    drop_old(directory);
    directory_ = std::move(directory);
}

void archive::put(std::string_view kind, std::string_view name, std::string bytes) {
    if (!directory_.empty()) {
        fs::create_directories(directory_ / kind);
        write_whole(directory_ / kind / name, bytes);
        return;
    }
    auto& slot = values_[{std::string(kind), std::string(name)}];
    held_ += bytes.size();
    held_ -= slot.bytes.size();
    slot = {std::move(bytes), ++writes_};
    make_room();
}

std::optional<std::string> archive::get(std::string_view kind, std::string_view name) const {
    if (directory_.empty()) {
        auto found = values_.find({std::string(kind), std::string(name)});
        if (found == values_.end()) return std::nullopt;
        return found->second.bytes;
    }
    std::ifstream file(directory_ / kind / name, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

bool archive::has(std::string_view kind, std::string_view name) const {
    if (directory_.empty()) return values_.contains({std::string(kind), std::string(name)});
    std::error_code failed;
    return fs::is_regular_file(directory_ / kind / name, failed);
}

std::vector<std::string> archive::names(std::string_view kind) const {
    std::vector<std::string> all;
    for (auto const& [each, content] : values_)
        if (each.first == kind) all.push_back(each.second);
    if (directory_.empty()) return all;
    std::error_code failed;
    for (auto const& entry : fs::directory_iterator(directory_ / kind, failed))
        if (!entry.path().string().ends_with(unfinished)) all.push_back(entry.path().filename().string());
    std::ranges::sort(all);
    return all;
}

void archive::make_room() {
    while (held_ > most_held && values_.size() > 1) {
        auto oldest = std::ranges::min_element(values_, {}, [](auto const& each) { return each.second.age; });
        held_ -= oldest->second.bytes.size();
        values_.erase(oldest);
    }
}

}  // namespace sandbox
