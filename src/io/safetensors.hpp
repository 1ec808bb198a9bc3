#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "optaxx/core/array.hpp"

namespace optaxx::io {

/// What an array is, without its elements.
struct leaf_form {
  optaxx::dtype type;
  optaxx::shape shape;

  friend bool operator==(const leaf_form&, const leaf_form&) = default;
};

/// One entry of a safetensors file, in the memory of the file.
struct tensor {
  std::string tag;  ///< "F32".
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;  ///< Row-major, little-endian, not aligned.

  std::size_t elements() const;
  /// Throws format_error for what no array can be: other dtypes, too many axes.
  leaf_form form() const;
  /// Throws format_error as form does, and for a bool that is neither 0 nor 1.
  array as_array() const;
  /// Throws what as_array would, and allocates nothing.
  leaf_form checked_form() const;

  /// The elements as a type of the same size; BF16 and F16 as std::uint16_t.
  template <class T>
  std::vector<T> values() const {
    if (sizeof(T) * elements() != bytes.size()) {
      throw std::invalid_argument(tag + " does not have elements of " + std::to_string(sizeof(T)) +
                                  " bytes");
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
  std::shared_ptr<const void> contents;  ///< What keeps the bytes of the entries.

  /// Throws std::out_of_range with the name.
  const tensor& at(const std::string& name) const;
};

/// checked_form of an entry. What it throws names the entry.
leaf_form form_of_entry(const std::string& name, const tensor& t);

/// "F32", "BF16", "F16", "F64", "I32", "I64", "U32" or "BOOL" as a dtype. Throws format_error for
/// others.
dtype dtype_of_tag(std::string_view tag);
std::string_view tag_of(dtype type) noexcept;

/// The bytes must stay where they are; `contents` may be what keeps them. Throws format_error, in
/// words that go on after the name of the file, for what is damaged: the entries must fill the data
/// exactly.
safetensors parse_safetensors(std::span<const std::byte> file,
                              std::shared_ptr<const void> contents = {});

}  // namespace optaxx::io
