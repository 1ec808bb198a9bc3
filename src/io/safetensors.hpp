#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "optaxx/core/array.hpp"

namespace optaxx::io {

/// One entry of a safetensors file.
struct tensor {
  optaxx::dtype type;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;  ///< Row-major, little-endian.

  std::size_t elements() const { return bytes.size() / size_of(type); }
  /// Throws format_error for more axes than an array has.
  array as_array() const;

  /// The elements as a type of the same size; BF16 and F16 as std::uint16_t.
  template <class T>
  std::vector<T> values() const {
    if (sizeof(T) != size_of(type)) {
      throw std::invalid_argument(std::string(name_of(type)) + " does not have elements of " +
                                  std::to_string(sizeof(T)) + " bytes");
    }
    std::vector<T> result(elements());
    if (!bytes.empty()) std::memcpy(result.data(), bytes.data(), bytes.size());
    return result;
  }
};

/// The content of a safetensors file.
struct safetensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, tensor> entries;

  /// Throws std::out_of_range with the name.
  const tensor& at(const std::string& name) const;
};

/// "F32", "BF16", "F16", "F64", "I32", "I64", "U32" or "BOOL" as a dtype. Throws format_error for
/// others.
dtype dtype_of_tag(const std::string& tag);

/// Throws format_error, in words that go on after the name of the file, for what is damaged: the
/// entries must fill the data exactly.
safetensors parse_safetensors(std::span<const std::byte> file);

}  // namespace optaxx::io
