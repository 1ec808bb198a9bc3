#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace support {

/// One entry of a safetensors file.
struct tensor {
  std::string dtype;  ///< "F32", "BF16", "F16", "F64", "I32", "I64", "U32" or "BOOL".
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;  ///< Row-major, little-endian.

  std::size_t elements() const;

  /// The elements as a type of the same size; BF16 and F16 as std::uint16_t.
  template <class T>
  std::vector<T> values() const {
    if (bytes.size() != elements() * sizeof(T)) {
      throw std::invalid_argument(dtype + " does not have elements of " +
                                  std::to_string(sizeof(T)) + " bytes");
    }
    std::vector<T> result(elements());
    if (!bytes.empty()) std::memcpy(result.data(), bytes.data(), bytes.size());
    return result;
  }
};

/// A safetensors file in memory.
struct safetensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, tensor> entries;

  /// Throws std::out_of_range with the name.
  const tensor& at(const std::string& name) const;
};

/// Reads a file, gzipped or not. Throws optaxx::format_error, naming the file, if it is something
/// else.
safetensors read_safetensors(const std::filesystem::path& file);

}  // namespace support
