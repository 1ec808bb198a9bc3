#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "core/arena.hpp"
#include "optaxx/core/array.hpp"

namespace optaxx::detail {

/// Arrays of zeros, one behind the other in one block.
class array_block {
 public:
  void add(dtype type, const shape& s) {
    arrays_.emplace_back(type, s);
    bytes_ += padded(s.elements() * size_of(type));
  }
  std::vector<array> make() const {
    const std::shared_ptr<void> block = allocate(bytes_);
    std::byte* at = static_cast<std::byte*>(block.get());
    std::vector<array> result;
    result.reserve(arrays_.size());
    for (const auto& [type, s] : arrays_) {
      result.emplace_back(std::shared_ptr<void>(block, at), at, type, s);
      result.back().padded_ = true;
      at += padded(s.elements() * size_of(type));
    }
    return result;
  }
  /// That an array has the elements of another, for what a step may do with it.
  static void note_copy(array& copy, const array& of) { copy.note_copy_of(of); }

 private:
  std::vector<std::pair<dtype, shape>> arrays_;
  std::size_t bytes_ = 0;
};

}  // namespace optaxx::detail
