#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace optaxx::io {

/// The bytes of a file, read as they are touched.
struct mapped_file {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;  ///< What keeps the bytes.
};

/// Throws std::system_error, in words that go on after the name of the file, if it cannot be
/// opened. Nobody may write into the file or cut it off as long as it is mapped; to replace it by
/// another is no harm.
mapped_file map_file(const std::filesystem::path& file);

}  // namespace optaxx::io
