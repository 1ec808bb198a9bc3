#pragma once

#include "core/to_float.hpp"
#include "isa/lane.hpp"
#include "isa/narrow.hpp"
#include "optaxx/core/dtype.hpp"

// Slots that are stored in another dtype than the leaf's: a load widens, a store rounds. A further
// dtype is a case here.
namespace optaxx::isa {

template <class V>
V load_as(dtype storage, const void* p, std::size_t i, std::size_t n) {
  using T = typename V::batch::value_type;
  float values[V::size] = {};
  if (storage == dtype::f32) {
    const float* const from = static_cast<const float*>(p) + i;
    for (std::size_t k = 0; k < n; ++k) values[k] = from[k];
  } else {
    std::uint16_t bits[V::size] = {};
    const std::uint16_t* from = static_cast<const std::uint16_t*>(p) + i;
    if (n < V::size) {
      for (std::size_t k = 0; k < n; ++k) bits[k] = from[k];
      from = bits;
    }
    if (storage == dtype::bf16) {
      widen_some<bf16_bits, V::size>(from, values);
    } else {
      widen_some<f16_bits, V::size>(from, values);
    }
  }
  if constexpr (sizeof(T) == sizeof(float)) {
    return V::load(values);
  } else {
    T wide[V::size];
    for (std::size_t k = 0; k < V::size; ++k) wide[k] = static_cast<T>(values[k]);
    return V::load(wide);
  }
}

template <class V>
void store_as(dtype storage, void* p, std::size_t i, std::size_t n, V v) {
  using T = typename V::batch::value_type;
  T wide[V::size];
  v.store(wide);
  float values[V::size];
  for (std::size_t k = 0; k < V::size; ++k) values[k] = detail::to_float(storage, wide[k]);
  if (storage == dtype::f32) {
    float* const to = static_cast<float*>(p) + i;
    for (std::size_t k = 0; k < n; ++k) to[k] = values[k];
    return;
  }
  std::uint16_t bits[V::size];
  if (storage == dtype::bf16) {
    narrow_some<bf16_bits, V::size>(values, bits);
  } else {
    narrow_some<f16_bits, V::size>(values, bits);
  }
  std::uint16_t* const to = static_cast<std::uint16_t*>(p) + i;
  if (n == V::size) {
    __builtin_memcpy(to, bits, sizeof(bits));
  } else {
    for (std::size_t k = 0; k < n; ++k) to[k] = bits[k];
  }
}

template <class V>
V round_to(dtype storage, V v) {
  using T = typename V::batch::value_type;
  if (storage == dtype_of<T>) return v;
  T values[V::size];
  v.store(values);
  if (storage == dtype::f32) {
    float rounded[V::size];
    for (std::size_t k = 0; k < V::size; ++k) rounded[k] = static_cast<float>(values[k]);
    // Where g++ 12 makes vectors of both conversions by itself, it takes them for none.
    asm volatile("" : "+m"(rounded));
    for (std::size_t k = 0; k < V::size; ++k) values[k] = static_cast<T>(rounded[k]);
  } else if (storage == dtype::bf16) {
    for (std::size_t k = 0; k < V::size; ++k)
      values[k] =
          static_cast<T>(bf16_bits::widen(bf16_bits::narrow(detail::to_float(storage, values[k]))));
  } else {
    for (std::size_t k = 0; k < V::size; ++k)
      values[k] =
          static_cast<T>(f16_bits::widen(f16_bits::narrow(detail::to_float(storage, values[k]))));
  }
  return V::load(values);
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
