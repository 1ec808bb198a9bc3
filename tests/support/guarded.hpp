#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace support {

/// Elements between sentinels, `offset` elements past a 64-byte boundary.
template <class T>
class guarded {
  // A small float is made from a float alone.
  template <class Number>
  static T element(Number value) {
    if constexpr (sizeof(T) == 2) {
      return T(static_cast<float>(value));
    } else {
      return static_cast<T>(value);
    }
  }
  inline static const T sentinel = element(7.0F);

 public:
  template <class Number>
  guarded(const std::vector<Number>& values, std::size_t elements, std::size_t offset)
      : all_(elements + offset + 3 * margin, sentinel), elements_(elements) {
    const auto address = reinterpret_cast<std::uintptr_t>(all_.data());
    first_ = margin + (line - address % line) / sizeof(T) + offset;
    for (std::size_t i = 0; i < elements; ++i) all_[first_ + i] = element(values[i]);
  }

  T* data() { return all_.data() + first_; }
  template <class Number>
  void copy_to(std::vector<Number>& values) const {
    for (std::size_t i = 0; i < elements_; ++i) values[i] = static_cast<Number>(all_[first_ + i]);
  }
  bool intact() const {
    for (std::size_t i = 0; i < first_; ++i) {
      if (all_[i] != sentinel) return false;
    }
    for (std::size_t i = first_ + elements_; i < all_.size(); ++i) {
      if (all_[i] != sentinel) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t line = 64;
  static constexpr std::size_t margin = line / sizeof(T);
  std::vector<T> all_;
  std::size_t elements_;
  std::size_t first_;
};

}  // namespace support
