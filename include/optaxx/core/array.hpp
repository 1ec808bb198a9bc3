#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "optaxx/core/dtype.hpp"

namespace optaxx {

/// The length of one axis, from any integer: `{2, v.size()}` is a shape.
struct extent {
  template <std::integral Int>
  constexpr extent(Int n) : value(static_cast<std::int64_t>(n)) {}
  constexpr operator std::int64_t() const { return value; }

  std::int64_t value;
};

/// Extents of an array, outermost first. At most `max_rank` axes; () is a scalar.
class shape {
 public:
  static constexpr std::size_t max_rank = 8;

  shape() = default;
  shape(std::initializer_list<extent> extents) : shape(extents.begin(), extents.end()) {}
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

/// How a foreign container becomes an array: a std::vector, and with `optaxx/xtensor.hpp` an
/// xtensor container.
template <class Container>
struct adopter;

class array;
class known_tree;
namespace detail {
class array_block;
}

/// What an adopter takes.
template <class Container>
concept adoptable =
    !std::same_as<std::remove_cvref_t<Container>, array> && requires(Container && c) {
  adopter<std::remove_cvref_t<Container>>::adopt(std::forward<Container>(c));
};
/// A container of the caller's that he may change. As an array it would be a copy, which nobody
/// asks for silently: say array(c) for a copy, borrow(c) for its memory, or std::move(c).
template <class Container>
concept lvalue_container = adoptable<Container> && std::is_lvalue_reference_v<Container> &&
    !std::is_const_v<std::remove_reference_t<Container>>;

template <class T>
concept float_or_double = std::same_as<T, float> || std::same_as<T, double>;
/// What the elements may be looked at as: their type, or std::uint16_t for the bits of bfloat16 and
/// float16.
template <class T>
concept element_view = element_type<T> || std::same_as<T, std::uint16_t>;

/// A dense row-major array. It owns its memory (64-byte aligned) or borrows the caller's.
///
/// A copy owns: `array b = a` is a snapshot, whoever owns the memory of a. Where a borrows, b is
/// for reading, for comparing and for coming back to: `a = b` puts the elements into the borrowed
/// memory again. A step refuses to change b, since the memory would stay behind; so it does with
/// another array that was assigned to a.
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
  explicit(lvalue_container<Container>) array(Container&& container)
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
  /// Whether the elements may be changed; not if the memory was borrowed as const.
  bool writable() const noexcept { return access_ != access::read_only; }
  /// Whether a step may change them too: not those of a copy of borrowed memory.
  bool steppable() const noexcept { return access_ == access::writable; }
  /// Why a step may not: "was borrowed as const ...".
  std::string why_not_steppable() const;
  /// Whether the bytes behind its elements, up to a multiple of 64, are its own, as those of all
  /// arrays are that optaxx allocates.
  bool padded() const noexcept { return padded_; }

  const void* data() const noexcept { return data_; }
  /// Throws std::invalid_argument if the memory was borrowed as const.
  void* mutable_data() {
    if (!writable()) refuse_to_write();
    return data_;
  }

  /// The elements as T. Throws std::invalid_argument if the dtype is another one.
  template <element_view T>
  const T* data() const {
    expect<T>();
    return static_cast<const T*>(data_);
  }
  /// To be changed: throws std::invalid_argument too if the memory was borrowed as const, which
  /// `values` reads.
  template <element_view T>
  T* data() {
    return mutable_data<T>();
  }
  template <element_view T>
  T* mutable_data() {
    expect<T>();
    return static_cast<T*>(mutable_data());
  }
  template <element_view T>
  std::span<const T> values() const {
    return {data<T>(), size_};
  }

  /// The one element, converted to double. Throws std::invalid_argument if there is not exactly
  /// one.
  double item() const;
  /// Replaces the one element.
  void set_item(double value);

  /// What it becomes as a part of a tree: borrowed memory is borrowed again, own memory copied.
  array as_part() const;

  /// Same dtype, shape and values. NaN equals NaN, 0.0 equals -0.0.
  friend bool operator==(const array& a, const array& b) noexcept;

 private:
  friend class detail::array_block;
  friend class known_tree;

  // `copied` and `assigned`: own memory in the place of borrowed memory.
  enum class access : std::uint8_t { writable, read_only, copied, assigned };

  template <class T>
  void expect() const {
    if constexpr (std::same_as<T, std::uint16_t>) {
      expect_narrow();
    } else {
      if (dtype_of<T> != dtype_) refuse_type(dtype_of<T>);
    }
  }
  void expect_narrow() const;
  // dtype_ and what follows it up to padded_, in one word.
  std::uint32_t form() const noexcept {
    std::uint32_t word;
    static_assert(offsetof(array, padded_) == offsetof(array, dtype_) + sizeof word - 1);
    std::memcpy(&word, reinterpret_cast<const std::byte*>(this) + offsetof(array, dtype_),
                sizeof word);
    return word;
  }
  [[noreturn]] void refuse_type(optaxx::dtype type) const;
  [[noreturn]] static void refuse_to_write();
  bool borrows_to_be_stepped() const noexcept;
  void note_copy_of(const array& other) noexcept;

  void* data_ = nullptr;
  std::size_t size_ = 0;
  optaxx::dtype dtype_ = dtype::f32;
  memory_space space_ = memory_space::host;
  access access_ = access::writable;
  bool padded_ = false;
  std::shared_ptr<void> owner_;  // of a `copied` array it points to where the elements came from
  optaxx::shape shape_ = {0};
};

/// A vector that is moved in is kept, of another one the elements are copied.
template <element_type T, class Allocator>
requires(!std::same_as<T, bool>) struct adopter<std::vector<T, Allocator>> {
  static array adopt(std::vector<T, Allocator>&& elements) {
    auto owner = std::make_shared<std::vector<T, Allocator>>(std::move(elements));
    void* const data = owner->data();
    const shape extents{owner->size()};
    return {std::move(owner), data, dtype_of<T>, extents};
  }
  static array adopt(const std::vector<T, Allocator>& elements) {
    array result(dtype_of<T>, {elements.size()});
    std::copy_n(elements.data(), elements.size(), result.template mutable_data<T>());
    return result;
  }
};

}  // namespace optaxx
