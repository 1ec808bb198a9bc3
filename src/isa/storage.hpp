#pragma once

#include "isa/lane.hpp"
#include "optaxx/core/dtype.hpp"

// Slots that are stored in another dtype than the leaf's: a load widens, a store rounds. A further
// dtype is a case here.
namespace optaxx::isa {

template <class V>
OPTAXX_INLINE V load_as(dtype storage, const void* p, std::size_t i, std::size_t n) {
  using T = typename V::batch::value_type;
  T values[V::size] = {};
  if (storage == dtype::f32) {
    const float* from = static_cast<const float*>(p) + i;
    for (std::size_t k = 0; k < n; ++k) values[k] = static_cast<T>(from[k]);
  }
  return V::load(values);
}

template <class V>
OPTAXX_INLINE void store_as(dtype storage, void* p, std::size_t i, std::size_t n, V v) {
  using T = typename V::batch::value_type;
  T values[V::size];
  v.store(values);
  if (storage == dtype::f32) {
    float* to = static_cast<float*>(p) + i;
    for (std::size_t k = 0; k < n; ++k) to[k] = static_cast<float>(values[k]);
  }
}

template <class V>
OPTAXX_INLINE V round_to(dtype storage, V v) {
  if (storage == dtype_of<typename V::batch::value_type>) return v;
  float values[V::size];
  store_as(storage, values, 0, V::size, v);
  // Where g++ 12 makes vectors of both conversions by itself, it takes them for none.
  asm volatile("" : "+m"(values));
  return load_as<V>(storage, values, 0, V::size);
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
