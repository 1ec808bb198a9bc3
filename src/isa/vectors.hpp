#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include "isa/lane.hpp"
#include "isa/memory.hpp"
#include "isa/program.hpp"
#include "isa/random_lanes.hpp"

// Vectors between memory and kernels, some of them at once. Compiled once per instruction set;
// every function has internal linkage or carries the set in its name.
namespace optaxx::isa {

template <class V, std::size_t N>
struct group {
  V v[N];
};

// The numbers of an op's kernel.
template <class T, class K>
OPTAXX_INLINE K numbers(const op& o, const run& r) {
  return *reinterpret_cast<const K*>(static_cast<const T*>(r.scalars) + o.scalars +
                                     r.leaf * o.scalar_stride);
}

template <class T, class Arch, template <class> class Memory>
struct vectors {
  using V = lane<T, Arch>;
  using memory = Memory<V>;
  using element = typename memory::element;
  static constexpr std::size_t W = V::size;
  // With 32 registers the update of a group stays in eight of them. With 16 a kernel's numbers need
  // them more: there a group is longer, and its update stays in the first-level cache. So it does
  // in double, where the code for it would take the compiler longer than it is worth.
  static constexpr bool in_registers = W == 16;
  static constexpr std::size_t fixed_group = 2;  // of a pattern

  // How many elements of vector j lie inside a run that has `left` elements from the group's start
  // on.
  static OPTAXX_INLINE std::size_t inside(std::size_t left, std::size_t j) {
    const std::size_t before = j * W;
    return left <= before ? 0 : (left - before < W ? left - before : W);
  }
  template <bool Partial>
  static OPTAXX_INLINE V load(const element* p, std::size_t j, std::size_t left) {
    if constexpr (Partial) {
      return memory::load(p + j * W, inside(left, j));
    } else {
      return memory::load(p + j * W);
    }
  }
  template <bool Partial>
  static OPTAXX_INLINE void store(element* p, std::size_t j, std::size_t left, V v) {
    if constexpr (Partial) {
      memory::store(p + j * W, v, inside(left, j));
    } else {
      memory::store(p + j * W, v);
    }
  }

  // Where the slots of a run lie, and the index of its first element.
  struct places {
    std::size_t begin;
    const element* from[max_slots];
    element* to[max_slots];
    std::size_t step[max_slots];  // of what a kernel reads: 0 if it is one number
  };

  template <class K, bool Dry>
  static OPTAXX_INLINE void find(const op& o, const run& r, places& at, std::bool_constant<Dry>) {
    at.begin = r.begin;
    for (std::size_t s = written_slots<K>(); s < K::slots; ++s)
      at.step[s] = is_one_number(r, o.stream[s]) ? 0 : 1;
    for (int s = 0; s < K::slots; ++s) {
      element* const stored = reinterpret_cast<element*>(r.streams[o.stream[s]]) + r.begin;
      if constexpr (Dry) {
        element* const scratch =
            reinterpret_cast<element*>(r.scratch) + o.stream[s] * tile_elements;
        at.from[s] = (o.loads_scratch >> s & 1U) != 0 ? scratch : stored;
        at.to[s] = scratch;
      } else {
        at.from[s] = stored;
        at.to[s] = stored;
      }
    }
  }

  // Slot S of a vector.
  template <class K, std::size_t S, bool Partial>
  static OPTAXX_INLINE V load_slot(const places& at, std::size_t i, std::size_t j,
                                   std::size_t left) {
    if constexpr (S < written_slots<K>()) {
      return load<Partial>(at.from[S] + i, j, left);
    } else {
      const element* const from = at.from[S] + at.step[S] * (i + j * W);
      return Partial ? memory::load(from, inside(left, j)) : memory::load(from);
    }
  }

  // One vector through one kernel.
  template <class K, bool Partial, class Drawn, std::size_t... S, std::size_t... Written>
  static OPTAXX_INLINE void apply_one(const K& kernel, const Drawn& random, const places& at,
                                      const element* p, V& u, std::size_t i, std::size_t j,
                                      std::size_t left, std::index_sequence<S...>,
                                      std::index_sequence<Written...>) {
    V slot[sizeof...(S) + 1] = {load_slot<K, S, Partial>(at, i, j, left)..., V()};
    if constexpr (K::sees_params) {
      random.call(kernel, j, u, load<Partial>(p + i, j, left), slot[S]...);
    } else {
      random.call(kernel, j, u, slot[S]...);
    }
    u = memory::rounded(u);
    (store<Partial>(at.to[Written] + i, j, left, slot[Written]), ...);
  }

  // Two vectors that lie in memory as one.
  template <class K, std::size_t... S, std::size_t... Written>
  static OPTAXX_INLINE void apply_two(const K& kernel, const places& at, const element* p, V& even,
                                      V& odd, std::size_t i, std::index_sequence<S...>,
                                      std::index_sequence<Written...>) {
    static_assert(!draws_numbers<K>, "two vectors that lie as one have no index of their own");
    V slots[2][sizeof...(S) + 1];
    (memory::load_two(at.from[S] + i, slots[0][S], slots[1][S]), ...);
    if constexpr (K::sees_params) {
      V params[2];
      memory::load_two(p + i, params[0], params[1]);
      kernel(even, params[0], slots[0][S]...);
      kernel(odd, params[1], slots[1][S]...);
    } else {
      kernel(even, slots[0][S]...);
      kernel(odd, slots[1][S]...);
    }
    even = memory::rounded(even);
    odd = memory::rounded(odd);
    (memory::store_two(at.to[Written] + i, slots[0][Written], slots[1][Written]), ...);
  }

  // How a group of these is read, run and written.
  template <std::size_t N, bool Partial>
  static constexpr bool in_twos = memory::in_twos&& N == 2 && !Partial;

  // `f` for each vector of a group. Light: what `f` does is an operation or two.
  template <std::size_t N, bool Partial, bool Dry, bool Light, class F>
  static OPTAXX_INLINE void each_vector(const F& f) {
    if constexpr (N <= fixed_group || (in_registers && !Partial && !Dry)) {
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA { (f(J), ...); }
      (std::make_index_sequence<N>{});
    } else if constexpr (Light && !Partial && !Dry) {
#pragma GCC unroll 8
      for (std::size_t j = 0; j < N; ++j) f(j);
    } else {
#pragma GCC unroll 1
      for (std::size_t j = 0; j < N; ++j) f(j);
    }
  }
  // How many of a group's vectors have elements.
  template <std::size_t N, bool Partial>
  static OPTAXX_INLINE std::size_t used(std::size_t left) {
    return Partial && left < N * W ? (left + W - 1) / W : N;
  }

  // A group through one kernel.
  template <std::size_t N, bool Partial, bool Dry, class K>
  static OPTAXX_INLINE void apply_kernel(const places& at, const element* p, group<V, N>& u,
                                         std::size_t i, std::size_t left, const K& kernel) {
    constexpr std::make_index_sequence<K::slots> slots{};
    constexpr std::make_index_sequence<written_slots<K>()> written{};
    if constexpr (in_twos<N, Partial>) {
      apply_two(kernel, at, p, u.v[0], u.v[1], i, slots, written);
    } else {
      drawn<K, V, N> random;
      random.draw(kernel, at.begin + i, used<N, Partial>(left));
      each_vector<N, Partial, Dry, K::slots == 0>([&](std::size_t j) OPTAXX_INLINE_LAMBDA {
        apply_one<K, Partial>(kernel, random, at, p, u.v[j], i, j, left, slots, written);
      });
    }
  }

  // A group through some kernels, which stand one behind the other in the program: vector by
  // vector.
  template <std::size_t N, bool Partial, bool Dry, class... K>
  static OPTAXX_INLINE void apply_native(const places* at, const element* p, group<V, N>& u,
                                         std::size_t i, std::size_t left,
                                         std::bool_constant<Partial>, std::bool_constant<Dry>,
                                         const K&... kernel) {
    [&]<std::size_t... I>(std::index_sequence<I...>) OPTAXX_INLINE_LAMBDA {
      if constexpr (in_twos<N, Partial>) {
        (apply_kernel<N, Partial, Dry>(at[I], p, u, i, left, kernel), ...);
      } else {
        std::tuple<drawn<K, V, N>...> random;
        (std::get<I>(random).draw(kernel, at[I].begin + i, used<N, Partial>(left)), ...);
        each_vector<N, Partial, Dry, (K::slots + ...) == 0>(
            [&](std::size_t j) OPTAXX_INLINE_LAMBDA {
              (apply_one<K, Partial>(kernel, std::get<I>(random), at[I], p, u.v[j], i, j, left,
                                     std::make_index_sequence<K::slots>{},
                                     std::make_index_sequence<written_slots<K>()>{}),
               ...);
            });
      }
    }
    (std::index_sequence_for<K...>{});
  }

  template <std::size_t N, bool Partial>
  static OPTAXX_INLINE void load_group(const element* p, std::size_t left, group<V, N>& u,
                                       std::bool_constant<Partial>) {
    if constexpr (in_twos<N, Partial>) {
      memory::load_two(p, u.v[0], u.v[1]);
    } else {
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
        ((u.v[J] = load<Partial>(p, J, left)), ...);
      }
      (std::make_index_sequence<N>{});
    }
  }

  template <std::size_t N, bool Partial>
  static OPTAXX_INLINE void finish_group(finish end, element* params, element* out,
                                         const group<V, N>& u, std::size_t i, std::size_t left,
                                         std::bool_constant<Partial>) {
    element* const p = params + i;
    if constexpr (in_twos<N, Partial>) {
      if (end == finish::store) {
        memory::store_two(out + i, u.v[0], u.v[1]);
      } else if (end == finish::apply) {
        V even, odd;
        memory::load_two(p, even, odd);
        memory::store_two(p, even + u.v[0], odd + u.v[1]);
      }
    } else {
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
        if (end == finish::store) {
          (store<Partial>(out + i, J, left, u.v[J]), ...);
        } else if (end == finish::apply) {
          (store<Partial>(p, J, left, load<Partial>(p, J, left) + u.v[J]), ...);
        }
      }
      (std::make_index_sequence<N>{});
    }
  }
};

}  // namespace optaxx::isa
