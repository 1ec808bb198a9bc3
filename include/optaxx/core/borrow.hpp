#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

#include "optaxx/core/array.hpp"

// The caller's memory as an array, stepped where it is. It must outlive the array and every tree
// that the array is put into; a copy of the array owns its elements. Arrays may borrow the same
// memory, but a call refuses to write what another leaf shares: see `transformation`.
namespace optaxx {

namespace detail {
void check_elements(std::size_t elements, const shape& extents);
array borrow_bits(const void* data, dtype type, const shape& extents, bool writable);
}  // namespace detail

template <element_type T>
array borrow(T* data, shape extents) {
  return array::view(data, dtype_of<T>, extents, true);
}
/// Read only.
template <element_type T>
array borrow(const T* data, shape extents) {
  return array::view(const_cast<T*>(data), dtype_of<T>, extents, false);
}
/// The bits of bfloat16 or float16 numbers. Throws std::invalid_argument for another dtype.
inline array borrow(std::uint16_t* data, dtype type, shape extents) {
  return detail::borrow_bits(data, type, extents, true);
}
inline array borrow(const std::uint16_t* data, dtype type, shape extents) {
  return detail::borrow_bits(data, type, extents, false);
}

/// Throws std::invalid_argument if the span has another number of elements than the shape; without
/// a shape there is one axis.
template <class T>
array borrow(std::span<T> data, shape extents) {
  detail::check_elements(data.size(), extents);
  return borrow(data.data(), extents);
}
template <class T>
array borrow(std::span<T> data) {
  return borrow(data.data(), {data.size()});
}

/// Elements that a std::vector keeps one behind the other.
template <class T>
concept vector_element = element_type<T> && !std::same_as<T, bool>;

/// A std::vector, which must keep its size, a std::array or an array of C.
template <vector_element T, class Allocator>
array borrow(std::vector<T, Allocator>& elements) {
  return borrow(std::span(elements));
}
template <vector_element T, class Allocator>
array borrow(const std::vector<T, Allocator>& elements) {
  return borrow(std::span(elements));
}
template <vector_element T, class Allocator>
array borrow(std::vector<T, Allocator>& elements, shape extents) {
  return borrow(std::span(elements), extents);
}
template <vector_element T, class Allocator>
array borrow(const std::vector<T, Allocator>& elements, shape extents) {
  return borrow(std::span(elements), extents);
}
template <class T, std::size_t N>
requires element_type<std::remove_const_t<T>> array borrow(T (&elements)[N]) {
  return borrow(elements, {N});
}
template <element_type T, std::size_t N>
array borrow(std::array<T, N>& elements) {
  return borrow(elements.data(), {N});
}
template <element_type T, std::size_t N>
array borrow(const std::array<T, N>& elements) {
  return borrow(elements.data(), {N});
}

template <class Container>
concept temporary_container = !std::is_lvalue_reference_v<Container> && requires(Container c) {
  c.data();
  c.resize(1);
};
/// It would be gone before the first step.
template <temporary_container Container>
array borrow(Container&&, shape) = delete;
template <vector_element T, class Allocator>
array borrow(const std::vector<T, Allocator>&&) = delete;
template <vector_element T, class Allocator>
array borrow(const std::vector<T, Allocator>&&, shape) = delete;
template <element_type T, std::size_t N>
array borrow(const std::array<T, N>&&) = delete;

}  // namespace optaxx
