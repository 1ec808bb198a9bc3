#pragma once

#include <cstddef>
#include <utility>

#include "isa/program.hpp"
#include "isa/random_lanes.hpp"
#include "isa/stored_vectors.hpp"

// A kernel with slots of other dtypes than the leaf's: vector by vector, through memory.
namespace optaxx::isa {

template <class V>
struct stored_slots {
  using T = typename V::batch::value_type;

  static T* scratch_of(const op& o, const run& r, std::size_t s) {
    return reinterpret_cast<T*>(r.scratch) + o.stream[s] * tile_elements;
  }

  // Element k of the run and those behind it, n of them.
  static OPTAXX_INLINE V get(const op& o, const run& r, bool dry, std::size_t s, std::size_t k,
                             std::size_t n) {
    if (dry && (o.loads_scratch >> s & 1U) != 0) return V::load(scratch_of(o, r, s) + k, n);
    std::byte* const memory = r.streams[o.stream[s]];
    if (is_one_number(r, o.stream[s])) k = 0;
    if (o.storage[s] == dtype_of<T>)
      return V::load(reinterpret_cast<const T*>(memory) + r.begin + k, n);
    return load_as<V>(o.storage[s], memory, r.begin + k, n);
  }
  static OPTAXX_INLINE void put(const op& o, const run& r, bool dry, std::size_t s, std::size_t k,
                                std::size_t n, V v) {
    if (dry) return round_to(o.storage[s], v).store(scratch_of(o, r, s) + k, n);
    std::byte* const memory = r.streams[o.stream[s]];
    if (o.storage[s] == dtype_of<T>) return v.store(reinterpret_cast<T*>(memory) + r.begin + k, n);
    store_as(o.storage[s], memory, r.begin + k, n, v);
  }

  template <class K, std::size_t... S>
  static OPTAXX_INLINE void apply_one(const K& kernel, const op& o, const run& r,
                                      [[maybe_unused]] bool dry, V& u, std::size_t k, std::size_t n,
                                      std::index_sequence<S...>) {
    [[maybe_unused]] stored<V> slot[] = {{get(o, r, dry, S, k, n), o.weak[S]}..., {u, dtype_of<T>}};
    drawn<K, V, 1> random;
    random.draw(kernel, r.begin + k, 1);
    if constexpr (K::sees_params) {
      const stored<V> p{V::load(static_cast<const T*>(r.p) + k, n), o.param};
      random.call(kernel, 0, u, p, slot[S]...);
    } else {
      random.call(kernel, 0, u, slot[S]...);
    }
    [&]<std::size_t... W>(std::index_sequence<W...>) OPTAXX_INLINE_LAMBDA {
      (put(o, r, dry, W, k, n, slot[W].value), ...);
    }
    (std::make_index_sequence<written_slots<K>()>{});
  }

  // The vectors of a group that begins at element i of the run; `left` elements are behind that.
  template <class K>
  [[gnu::noinline]] static void apply(const K& kernel, const op& o, const run& r, bool dry, V* u,
                                      std::size_t vectors, std::size_t i, std::size_t left) {
    for (std::size_t j = 0; j < vectors && j * V::size < left; ++j) {
      const std::size_t rest = left - j * V::size;
      apply_one(kernel, o, r, dry, u[j], i + j * V::size, rest < V::size ? rest : V::size,
                std::make_index_sequence<K::slots>{});
    }
  }
};

}  // namespace optaxx::isa
