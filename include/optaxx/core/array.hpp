#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/dtype.hpp"

namespace optaxx {

/// Extents of an array, outermost first. At most `max_rank` axes; () is a scalar.
class shape {
 public:
  static constexpr std::size_t max_rank = 8;

  shape() = default;
  shape(std::initializer_list<std::int64_t> extents) : shape(extents.begin(), extents.end()) {}
  template <std::forward_iterator Iterator>
  shape(Iterator first, Iterator last) {
    for (; first != last; ++first) push_back(static_cast<std::int64_t>(*first));
  }

  std::size_t rank() const noexcept { return rank_; }
  std::int64_t operator[](std::size_t axis) const noexcept { return extents_[axis]; }
  const std::int64_t* begin() const noexcept { return extents_.data(); }
  const std::int64_t* end() const noexcept { return extents_.data() + rank_; }

  /// Number of elements: the product of the extents, 1 for ().
  std::size_t elements() const noexcept;
  /// Python's spelling: "()", "(3,)", "(3, 4)".
  std::string text() const;

  friend bool operator==(const shape& a, const shape& b) noexcept {
    if (a.rank_ != b.rank_) return false;
    for (std::size_t i = 0; i < a.rank_; ++i) {
      if (a.extents_[i] != b.extents_[i]) return false;
    }
    return true;
  }

 private:
  void push_back(std::int64_t extent);

  std::size_t rank_ = 0;
  std::array<std::int64_t, max_rank> extents_{};
};

/// Where the elements of an array live.
enum class memory_space : std::uint8_t { host };

/// How a foreign container becomes an array; `optaxx/xtensor.hpp` specialises it for xtensor's.
template <class Container>
struct adopter;

class array;
namespace detail {
class array_block;
}

/// What an adopter takes.
template <class Container>
concept adoptable =
    !std::same_as<std::remove_cvref_t<Container>, array> && requires(Container && c) {
  adopter<std::remove_cvref_t<Container>>::adopt(std::forward<Container>(c));
};

template <class T>
concept float_or_double = std::same_as<T, float> || std::same_as<T, double>;

/// A dense row-major array. It owns its memory (64-byte aligned) or borrows the caller's; a copy
/// always owns.
class array {
 public:
  /// float32, shape (0,).
  array() = default;
  /// Zeros.
  array(optaxx::dtype type, optaxx::shape shape);
  /// A scalar, shape (). There is no conversion from bool or int.
  template <float_or_double Float>
  array(Float value) : array(scalar(dtype_of<Float>, static_cast<double>(value))) {}
  /// One axis: `array{1.0F, 2.0F}`.
  array(std::initializer_list<float> values);
  array(std::initializer_list<double> values);
  /// Adopts a container without copying its elements if it is an rvalue, copies them otherwise.
  template <adoptable Container>
  array(Container&& container)
      : array(adopter<std::remove_cvref_t<Container>>::adopt(std::forward<Container>(container))) {}
  /// Memory that `owner` keeps alive; what an adopter calls.
  array(std::shared_ptr<void> owner, void* data, optaxx::dtype type, optaxx::shape shape);

  array(const array& other);
  array(array&& other) noexcept;
  array& operator=(const array& other);
  array& operator=(array&& other) noexcept;
  ~array() = default;

  static array scalar(optaxx::dtype type, double value);
  /// A view of foreign memory; `writable` says whether a step may write to it.
  static array view(void* data, optaxx::dtype type, optaxx::shape shape, bool writable);

  optaxx::dtype dtype() const noexcept { return dtype_; }
  const optaxx::shape& shape() const noexcept { return shape_; }
  std::size_t size() const noexcept { return size_; }
  std::size_t bytes() const noexcept { return size_ * size_of(dtype_); }
  memory_space space() const noexcept { return space_; }
  bool owning() const noexcept { return owner_ != nullptr || data_ == nullptr; }
  bool writable() const noexcept { return writable_; }
  /// Whether the bytes behind its elements, up to a multiple of 64, are its own, as those of all
  /// arrays are that optaxx allocates.
  bool padded() const noexcept { return padded_; }

  const void* data() const noexcept { return data_; }
  /// Throws std::invalid_argument if the memory was borrowed as const.
  void* mutable_data() {
    if (!writable_) refuse_to_write();
    return data_;
  }

  /// The elements as T. Throws std::invalid_argument if the dtype is another one.
  template <class T>
  const T* data() const {
    expect(dtype_of<T>);
    return static_cast<const T*>(data_);
  }
  template <class T>
  T* mutable_data() {
    expect(dtype_of<T>);
    return static_cast<T*>(mutable_data());
  }
  template <class T>
  std::span<const T> values() const {
    return {data<T>(), size_};
  }

  /// The one element, converted to double. Throws std::invalid_argument if there is not exactly
  /// one.
  double item() const;
  /// Replaces the one element.
  void set_item(double value);

  /// Same dtype, shape and values. NaN equals NaN, 0.0 equals -0.0.
  friend bool operator==(const array& a, const array& b) noexcept;

 private:
  friend class detail::array_block;

  void expect(optaxx::dtype type) const;
  [[noreturn]] static void refuse_to_write();

  void* data_ = nullptr;
  std::size_t size_ = 0;
  optaxx::dtype dtype_ = dtype::f32;
  memory_space space_ = memory_space::host;
  bool writable_ = true;
  bool padded_ = false;
  std::shared_ptr<void> owner_;
  optaxx::shape shape_ = {0};
};

namespace detail {
void check_elements(std::size_t elements, const shape& extents);
}

/// The caller's memory, stepped in place. It must outlive the array; a copy of the array owns its
/// elements.
template <element_type T>
array borrow(T* data, shape extents) {
  return array::view(data, dtype_of<T>, extents, true);
}
template <element_type T>
array borrow(const T* data, shape extents) {
  return array::view(const_cast<T*>(data), dtype_of<T>, extents, false);
}
/// Throws std::invalid_argument if the span has another number of elements than the shape.
template <class T>
array borrow(std::span<T> data, shape extents) {
  detail::check_elements(data.size(), extents);
  return borrow(data.data(), extents);
}

template <class Container>
concept temporary_container = !std::is_lvalue_reference_v<Container> && requires(Container c) {
  c.data();
  c.resize(1);
};
/// It would be gone before the first step.
template <temporary_container Container>
array borrow(Container&&, shape) = delete;

}  // namespace optaxx
