#pragma once

#if __has_include(<xtensor/containers/xarray.hpp>)  // since 0.26
#include <xtensor/containers/xadapt.hpp>
#include <xtensor/containers/xarray.hpp>
#include <xtensor/containers/xtensor.hpp>
#else
#include <xtensor/xadapt.hpp>
#include <xtensor/xarray.hpp>
#include <xtensor/xtensor.hpp>
#endif

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>

#include "optaxx/core/array.hpp"

namespace optaxx {

/// xt::xarray and xt::xtensor, whatever their allocator; not their views, adaptors and expressions.
template <class Container>
inline constexpr bool is_xtensor_container = false;
template <class Storage, xt::layout_type L, class Shape, class Tag>
inline constexpr bool is_xtensor_container<xt::xarray_container<Storage, L, Shape, Tag>> =
    element_type<typename Storage::value_type>;
template <class Storage, std::size_t N, xt::layout_type L, class Tag>
inline constexpr bool is_xtensor_container<xt::xtensor_container<Storage, N, L, Tag>> =
    element_type<typename Storage::value_type>;

template <class Container>
concept xtensor_container = is_xtensor_container<Container>;

namespace detail {
template <xtensor_container Container>
shape row_major_shape(const Container& container) {
  if (container.dimension() > 1 && container.layout() != xt::layout_type::row_major) {
    throw std::invalid_argument(
        "array: a column-major container of two axes or more; assign it to a row-major one first");
  }
  return {container.shape().begin(), container.shape().end()};
}
}  // namespace detail

template <xtensor_container Container>
struct adopter<Container> {
  /// The array owns the container, which frees its memory as it has allocated it.
  static array adopt(Container&& container) {
    const shape extents = detail::row_major_shape(container);
    auto owner = std::make_shared<Container>(std::move(container));
    void* const data = owner->data();
    return {std::move(owner), data, dtype_of<typename Container::value_type>, extents};
  }
  static array adopt(const Container& container) {
    array result(dtype_of<typename Container::value_type>, detail::row_major_shape(container));
    std::copy_n(container.data(), result.size(),
                result.mutable_data<typename Container::value_type>());
    return result;
  }
};

/// The caller's container, stepped in place. It must outlive the array, and keep its shape.
template <xtensor_container Container>
array borrow(Container& container) {
  return borrow(container.data(), detail::row_major_shape(container));
}
/// Read only.
template <xtensor_container Container>
array borrow(const Container& container) {
  return borrow(container.data(), detail::row_major_shape(container));
}
template <xtensor_container Container>
array borrow(const Container&&) = delete;

/// The elements as an xtensor expression, in place: `as<float>(params["w"]) *= 2`. Valid as long as
/// the array is. Throws std::invalid_argument if the dtype is another one, or the array may not be
/// written to.
template <class T>
auto as(array& a) {
  return xt::adapt(a.mutable_data<T>(), a.size(), xt::no_ownership(),
                   xt::dynamic_shape<std::size_t>(a.shape().begin(), a.shape().end()));
}
template <class T>
auto as(const array& a) {
  return xt::adapt(a.data<T>(), a.size(), xt::no_ownership(),
                   xt::dynamic_shape<std::size_t>(a.shape().begin(), a.shape().end()));
}
/// The array would be gone.
template <class T>
void as(array&&) = delete;

}  // namespace optaxx
