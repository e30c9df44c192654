#pragma once
// Request bodies from files, from memory, and from several of these one after the other.

#include "net/body_source.hpp"
#include "platform/allowed_files.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dashscope {

/// Reads what the file held when it was opened: `size` bytes, in blocks, each on a thread of its own while the one
/// before is sent. Throws media_error when the file can't be read, or when it changed its size or its time of change
/// meanwhile.
std::shared_ptr<net::body_source> file_source(platform::open_file file);

std::shared_ptr<net::body_source> memory_source(std::string bytes);

std::shared_ptr<net::body_source> joined_source(std::vector<std::shared_ptr<net::body_source>> parts);

}  // namespace dashscope
