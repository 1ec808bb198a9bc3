#include "optaxx/core/array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "core/arena.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "optaxx/core/borrow.hpp"

namespace optaxx {
namespace {

// Elements that are the same bits, both zero, or both NaN.
template <class Bits>
bool equal_floats(const void* a, const void* b, std::size_t size, Bits infinity) {
  constexpr Bits all_but_sign = std::numeric_limits<Bits>::max() >> 1;
  const auto bits_at = [](const void* data, std::size_t i) {
    Bits bits;
    std::memcpy(&bits, static_cast<const char*>(data) + i * sizeof(Bits), sizeof(Bits));
    return bits;
  };
  for (std::size_t i = 0; i < size; ++i) {
    const Bits x = bits_at(a, i);
    const Bits y = bits_at(b, i);
    if (x == y) continue;
    const Bits u = x & all_but_sign;
    const Bits v = y & all_but_sign;
    if (!((u == 0 && v == 0) || (u > infinity && v > infinity))) return false;
  }
  return true;
}

}  // namespace

namespace detail {

void check_elements(std::size_t elements, const shape& extents) {
  if (elements == extents.elements()) return;
  throw std::invalid_argument(
      fmt::format("borrow: {} elements do not fill the shape {}, which has {}", elements,
                  extents.text(), extents.elements()));
}

array borrow_bits(const void* data, dtype type, const shape& extents, bool writable) {
  if (!is_narrow(type)) {
    throw std::invalid_argument(
        fmt::format("borrow: 16 bits are a bfloat16 or a float16, not {}", name_of(type)));
  }
  return array::view(const_cast<void*>(data), type, extents, writable);
}

}  // namespace detail

void shape::push_back(std::int64_t extent) {
  if (rank_ == max_rank) {
    throw std::invalid_argument(fmt::format("shape: more than {} axes", max_rank));
  }
  if (extent < 0) {
    throw std::invalid_argument(fmt::format("shape: the extent {} is negative", extent));
  }
  std::int64_t room = std::int64_t{1} << 56;  // so that no number of bytes overflows
  for (const std::int64_t e : *this) room /= std::max<std::int64_t>(e, 1);
  extents_[rank_] = extent;
  ++rank_;
  if (extent > room) throw std::invalid_argument(fmt::format("shape: {} is too large", text()));
}

std::size_t shape::elements() const noexcept {
  std::size_t result = 1;
  for (const std::int64_t e : *this) result *= static_cast<std::size_t>(e);
  return result;
}

std::string shape::text() const {
  std::string result = "(";
  for (const std::int64_t e : *this) result += (result.size() > 1 ? ", " : "") + std::to_string(e);
  return result + (rank_ == 1 ? ",)" : ")");
}

array::array(optaxx::dtype type, optaxx::shape shape)
    : size_(shape.elements()),
      dtype_(type),
      padded_(true),
      owner_(detail::allocate(size_ * size_of(type))),
      shape_(shape) {
  data_ = owner_.get();
}

array::array(std::initializer_list<float> values)
    : array(dtype::f32, {static_cast<std::int64_t>(values.size())}) {
  std::copy(values.begin(), values.end(), static_cast<float*>(data_));
}

array::array(std::initializer_list<double> values)
    : array(dtype::f64, {static_cast<std::int64_t>(values.size())}) {
  std::copy(values.begin(), values.end(), static_cast<double*>(data_));
}

array::array(std::shared_ptr<void> owner, void* data, optaxx::dtype type, optaxx::shape shape)
    : data_(data), size_(shape.elements()), dtype_(type), owner_(std::move(owner)), shape_(shape) {
  if (data_ == nullptr && size_ != 0) {
    throw std::invalid_argument(fmt::format("array: shape {} without memory", shape_.text()));
  }
  if (reinterpret_cast<std::uintptr_t>(data_) % size_of(dtype_) != 0) {
    throw std::invalid_argument(
        fmt::format("array: memory at {} is not aligned for {}", fmt::ptr(data_), name_of(dtype_)));
  }
}

array::array(const array& other) : array(other.dtype_, other.shape_) {
  if (size_ == 0) return;
  std::memcpy(data_, other.data_, bytes());
  note_copy_of(other);
}

array::array(array&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      dtype_(std::exchange(other.dtype_, dtype::f32)),
      space_(other.space_),
      access_(std::exchange(other.access_, access::writable)),
      padded_(std::exchange(other.padded_, false)),
      owner_(std::move(other.owner_)),
      shape_(std::exchange(other.shape_, optaxx::shape{0})) {}

array& array::operator=(const array& other) {
  if (this != &other) *this = array(other);
  return *this;
}

array& array::operator=(array&& other) noexcept {
  array taken(std::move(other));
  if (borrows_to_be_stepped() && taken.owning() && taken.size_ != 0) {
    const bool snapshot = taken.access_ == access::copied && taken.owner_.get() == data_;
    if (snapshot && taken.dtype_ == dtype_ && taken.shape_ == shape_) {
      std::memcpy(data_, taken.data_, bytes());
      return *this;
    }
    taken.access_ = access::assigned;
  }
  std::swap(data_, taken.data_);
  std::swap(size_, taken.size_);
  std::swap(dtype_, taken.dtype_);
  std::swap(space_, taken.space_);
  std::swap(access_, taken.access_);
  std::swap(padded_, taken.padded_);
  std::swap(shape_, taken.shape_);
  owner_.swap(taken.owner_);
  return *this;
}

array array::scalar(optaxx::dtype type, double value) {
  array result(type, optaxx::shape{});
  result.set_item(value);
  return result;
}

array array::view(void* data, optaxx::dtype type, optaxx::shape shape, bool writable) {
  array result(nullptr, data, type, shape);
  if (!writable) result.access_ = access::read_only;
  return result;
}

array array::as_part() const { return owning() ? *this : view(data_, dtype_, shape_, writable()); }

bool array::borrows_to_be_stepped() const noexcept {
  return !owning() && size_ != 0 && access_ == access::writable;
}

// This one owns its elements, and no longer needs the address in `owner_`.
void array::note_copy_of(const array& other) noexcept {
  if (other.borrows_to_be_stepped()) {
    access_ = access::copied;
    owner_ = std::shared_ptr<void>(std::move(owner_), other.data_);
  } else if (other.access_ == access::copied) {
    access_ = access::copied;
    owner_ = std::shared_ptr<void>(std::move(owner_), other.owner_.get());
  } else if (other.access_ == access::assigned) {
    access_ = access::assigned;
  }
}

std::string array::why_not_steppable() const {
  switch (access_) {
    case access::writable:
      break;
    case access::read_only:
      return "was borrowed as const and cannot be stepped in place";
    case access::copied:
      return "is a copy of borrowed memory, which would not be stepped: move the tree or array "
             "instead of copying it, or step packed(params) if a copy is meant";
    case access::assigned:
      return "was assigned to what had borrowed memory, which would not be stepped: "
             "copyto(params, values) writes into that memory, packed(params) goes on without it";
  }
  return "";
}

void array::refuse_to_write() {
  throw std::invalid_argument(
      "array: the memory was borrowed as const and cannot be written to; values() reads it");
}

void array::expect_narrow() const {
  if (is_narrow(dtype_)) return;
  throw std::invalid_argument(fmt::format(
      "array: the elements are {}, not the 16 bits of bfloat16 or float16", name_of(dtype_)));
}

void array::refuse_type(optaxx::dtype type) const {
  throw std::invalid_argument(
      fmt::format("array: the elements are {}, not {}", name_of(dtype_), name_of(type)));
}

double array::item() const {
  if (size_ != 1) {
    throw std::invalid_argument(
        fmt::format("array: item() of shape {}, which has {} elements", shape_.text(), size_));
  }
  const ieee_guard guard;
  return detail::load_element(dtype_, data_, 0);
}

void array::set_item(double value) {
  const ieee_guard guard;
  detail::set_item(*this, value);
}

void detail::set_item(array& a, double value) {
  if (a.size() != 1) {
    throw std::invalid_argument(fmt::format("array: set_item() of shape {}, which has {} elements",
                                            a.shape().text(), a.size()));
  }
  store_element(a.dtype(), a.mutable_data(), 0, value);
}

bool operator==(const array& a, const array& b) noexcept {
  if (a.dtype_ != b.dtype_ || a.shape_ != b.shape_) return false;
  if (a.data_ == b.data_ || a.size_ == 0) return true;
  switch (a.dtype_) {
    case dtype::f32:
      return equal_floats<std::uint32_t>(a.data_, b.data_, a.size_, 0x7f800000U);
    case dtype::f64:
      return equal_floats<std::uint64_t>(a.data_, b.data_, a.size_, 0x7ff0000000000000U);
    case dtype::bf16:
      return equal_floats<std::uint16_t>(a.data_, b.data_, a.size_, 0x7f80U);
    case dtype::f16:
      return equal_floats<std::uint16_t>(a.data_, b.data_, a.size_, 0x7c00U);
    default:
      return std::memcmp(a.data_, b.data_, a.bytes()) == 0;
  }
}

}  // namespace optaxx
