#pragma once

#include <type_traits>

#include "core/to_float.hpp"
#include "isa/lane.hpp"
#include "isa/narrow.hpp"
#include "optaxx/core/dtype.hpp"

// Slots that are stored in another dtype than the leaf's: a load widens, a store rounds.
namespace optaxx::isa {

template <class V>
inline constexpr bool is_float_lane = std::is_same_v<typename V::batch::value_type, float>;

template <class Format, class V>
OPTAXX_INLINE V widened(const std::uint16_t* from) {
  if constexpr (is_float_lane<V>) {
    return halves_of<Format, typename V::batch::arch_type>::load(from);
  } else {
    double values[V::size];
    for (std::size_t k = 0; k < V::size; ++k)
      values[k] = static_cast<double>(Format::widen(std::uint32_t{from[k]}));
    return V::load(values);
  }
}

template <class Format, class V>
OPTAXX_INLINE void narrow_to(std::uint16_t* to, V v) {
  if constexpr (is_float_lane<V>) {
    halves_of<Format, typename V::batch::arch_type>::store(to, v.v);
  } else {
    double values[V::size];
    v.store(values);
    for (std::size_t k = 0; k < V::size; ++k)
      to[k] = static_cast<std::uint16_t>(Format::narrow(detail::to_float(Format::type, values[k])));
  }
}

template <class V>
OPTAXX_INLINE V widened_as(dtype storage, const std::uint16_t* from) {
  return with_format(
      storage, [&]<class Format>(Format) OPTAXX_INLINE_LAMBDA { return widened<Format, V>(from); });
}
template <class V>
OPTAXX_INLINE void narrow_as(dtype storage, std::uint16_t* to, V v) {
  with_format(storage,
              [&]<class Format>(Format) OPTAXX_INLINE_LAMBDA { narrow_to<Format>(to, v); });
}

template <class V>
OPTAXX_INLINE V load_as(dtype storage, const void* p, std::size_t i, std::size_t n) {
  if (storage == dtype::f32) {
    typename V::batch::value_type values[V::size] = {};
    for (std::size_t k = 0; k < n; ++k) values[k] = static_cast<const float*>(p)[i + k];
    return V::load(values);
  }
  const std::uint16_t* from = static_cast<const std::uint16_t*>(p) + i;
  std::uint16_t bits[V::size] = {};
  if (n < V::size) {
    for (std::size_t k = 0; k < n; ++k) bits[k] = from[k];
    from = bits;
  }
  return widened_as<V>(storage, from);
}

template <class V>
OPTAXX_INLINE void store_as(dtype storage, void* p, std::size_t i, std::size_t n, V v) {
  if (storage == dtype::f32) {
    typename V::batch::value_type values[V::size];
    v.store(values);
    for (std::size_t k = 0; k < n; ++k)
      static_cast<float*>(p)[i + k] = static_cast<float>(values[k]);
    return;
  }
  std::uint16_t* const to = static_cast<std::uint16_t*>(p) + i;
  std::uint16_t bits[V::size];
  narrow_as(storage, n < V::size ? bits : to, v);
  for (std::size_t k = 0; n < V::size && k < n; ++k) to[k] = bits[k];
}

template <class V>
OPTAXX_INLINE V round_to(dtype storage, V v) {
  using T = typename V::batch::value_type;
  if (storage == dtype_of<T>) return v;
  if (storage == dtype::f32) {
    T values[V::size];
    v.store(values);
    float rounded[V::size];
    for (std::size_t k = 0; k < V::size; ++k) rounded[k] = static_cast<float>(values[k]);
    // Where g++ 12 makes vectors of both conversions by itself, it takes them for none.
    asm volatile("" : "+m"(rounded));
    for (std::size_t k = 0; k < V::size; ++k) values[k] = static_cast<T>(rounded[k]);
    return V::load(values);
  }
  if constexpr (is_float_lane<V>) {
    return with_format(storage, [&]<class Format>(Format) OPTAXX_INLINE_LAMBDA {
      return V(halves_of<Format, typename V::batch::arch_type>::rounded(v.v));
    });
  } else {
    std::uint16_t bits[V::size];
    narrow_as(storage, bits, v);
    return widened_as<V>(storage, bits);
  }
}

// A slot's element as a kernel sees it: its product with a hyperparameter is formed in the slot's
// dtype, all else in the leaf's.
template <class V>
struct stored {
  using T = typename V::batch::value_type;
  V value;
  dtype storage;

  OPTAXX_INLINE operator V() const { return value; }
  OPTAXX_INLINE stored& operator=(V v) {
    value = v;
    return *this;
  }
  friend OPTAXX_INLINE V operator*(T weak, const stored& s) {
    return round_to(s.storage, round_to(s.storage, V(weak)) * s.value);
  }
};

}  // namespace optaxx::isa
