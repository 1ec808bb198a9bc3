#pragma once

#include <iterator>
#include <tuple>
#include <utility>

#include "isa/lane.hpp"
#include "isa/patterns.hpp"
#include "isa/program.hpp"
#include "isa/storage.hpp"
#include "isa/stored_slots.hpp"
#include "kernels/all.hpp"

// Runs a program over a leaf: groups of vectors, the update kept in registers, the kernel of each
// step chosen inside the loop. Compiled once per instruction set; every function has internal
// linkage or carries the set in its name.
namespace optaxx::isa {

template <class T, class Arch>
struct interpreter {
  using V = lane<T, Arch>;
  static constexpr std::size_t W = V::size;
  // With 32 registers the update of a group stays in eight of them. With 16 a kernel's numbers need
  // them more: there a group is longer, and its update stays in the first-level cache. So it does
  // in double, where the code for it would take the compiler longer than it is worth.
  static constexpr bool in_registers = W == 16;
  static constexpr std::size_t body = in_registers ? 8 : 16;
  static constexpr std::size_t tail = 4;  // of the last groups of a leaf, which may be partial
  static constexpr std::size_t fixed_group = 2;  // of a pattern

  template <std::size_t N>
  struct group {
    V v[N];
  };

  // How many elements of vector j lie inside a run that has `left` elements from the group's start
  // on.
  static OPTAXX_INLINE std::size_t inside(std::size_t left, std::size_t j) {
    const std::size_t before = j * W;
    return left <= before ? 0 : (left - before < W ? left - before : W);
  }
  template <bool Partial>
  static OPTAXX_INLINE V load(const T* p, std::size_t j, std::size_t left) {
    if constexpr (Partial) {
      return V::load(p + j * W, inside(left, j));
    } else {
      return V::load(p + j * W);
    }
  }
  template <bool Partial>
  static OPTAXX_INLINE void store(T* p, std::size_t j, std::size_t left, V v) {
    if constexpr (Partial) {
      v.store(p + j * W, inside(left, j));
    } else {
      v.store(p + j * W);
    }
  }

  // Where the slots of a run lie.
  struct places {
    const T* from[max_slots];
    T* to[max_slots];
  };

  template <bool Dry>
  static OPTAXX_INLINE void find(const op& o, const run& r, int slots, places& at) {
    for (int s = 0; s < slots; ++s) {
      T* const memory = reinterpret_cast<T*>(r.streams[o.stream[s]]) + r.begin;
      if constexpr (Dry) {
        T* const scratch = reinterpret_cast<T*>(r.scratch) + o.stream[s] * tile_elements;
        at.from[s] = (o.loads_scratch >> s & 1U) != 0 ? scratch : memory;
        at.to[s] = scratch;
      } else {
        at.from[s] = memory;
        at.to[s] = memory;
      }
    }
  }

  // One vector through one kernel.
  template <class K, bool Partial, std::size_t... S>
  static OPTAXX_INLINE void apply_one(const K& kernel, const places& at, const T* p, V& u,
                                      std::size_t i, std::size_t j, std::size_t left,
                                      std::index_sequence<S...>) {
    V slot[sizeof...(S) + 1] = {load<Partial>(at.from[S] + i, j, left)..., V()};
    if constexpr (K::sees_params) {
      kernel(u, load<Partial>(p + i, j, left), slot[S]...);
    } else {
      kernel(u, slot[S]...);
    }
    (store<Partial>(at.to[S] + i, j, left, slot[S]), ...);
  }

  template <class K>
  static OPTAXX_INLINE K numbers(const op& o, const run& r) {
    return *reinterpret_cast<const K*>(static_cast<const T*>(r.scalars) + o.scalars +
                                       r.leaf * o.scalar_stride);
  }

  // A group through some kernels, which stand one behind the other in the program.
  template <std::size_t N, bool Partial, bool Dry, class... K>
  static OPTAXX_INLINE void apply_native(const places* at, const T* p, group<N>& u, std::size_t i,
                                         std::size_t left, const K&... kernel) {
    const auto all = [&]<std::size_t... I>(std::size_t j, std::index_sequence<I...>)
        OPTAXX_INLINE_LAMBDA {
      (apply_one<K, Partial>(kernel, at[I], p, u.v[j], i, j, left,
                             std::make_index_sequence<K::slots>{}),
       ...);
    };
    constexpr std::index_sequence_for<K...> sequence{};
    if constexpr (N <= fixed_group || (in_registers && !Partial && !Dry)) {
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
        (all(J, sequence), ...);
      }
      (std::make_index_sequence<N>{});
    } else if constexpr ((K::slots + ...) == 0 && !Partial && !Dry) {
#pragma GCC unroll 8
      for (std::size_t j = 0; j < N; ++j) all(j, sequence);
    } else {
#pragma GCC unroll 1
      for (std::size_t j = 0; j < N; ++j) all(j, sequence);
    }
  }

  template <std::size_t N, bool Partial, bool Dry, class... K>
  static OPTAXX_INLINE void apply(const op* o, const run& r, group<N>& u, std::size_t i,
                                  std::size_t left) {
    if constexpr (sizeof...(K) == 1 && (K::slots + ...) > 0) {
      if (o->converts) [[unlikely]] {
        (stored_slots<V>::apply(numbers<K>(*o, r), *o, r, Dry, u.v, N, i, left), ...);
        return;
      }
    }
    [&]<std::size_t... I>(std::index_sequence<I...>) OPTAXX_INLINE_LAMBDA {
      places at[sizeof...(K)];
      (find<Dry>(o[I], r, K::slots, at[I]), ...);
      apply_native<N, Partial, Dry>(at, static_cast<const T*>(r.p), u, i, left,
                                    numbers<K>(o[I], r)...);
    }
    (std::index_sequence_for<K...>{});
  }

  template <std::size_t N, bool Partial, bool Dry, template <class> class... K>
  static OPTAXX_INLINE void apply_together(const op* o, const run& r, group<N>& u, std::size_t i,
                                           std::size_t left) {
    apply<N, Partial, Dry, K<T>...>(o, r, u, i, left);
  }

  // One step of a program, which is one kernel or several.
  template <std::size_t N, bool Partial, bool Dry>
  static OPTAXX_INLINE void step(const op* o, const run& r, group<N>& u, std::size_t i,
                                 std::size_t left) {
    using namespace kernels;
    switch (o->code) {
#define OPTAXX_CASE(name)                              \
  case code_of(kernel_id::name):                       \
    apply<N, Partial, Dry, name<T>>(o, r, u, i, left); \
    break;
#define OPTAXX_STEP_CASE(...)                                       \
  case[] { using enum kernel_id; return code_of(__VA_ARGS__); }():  \
    apply_together<N, Partial, Dry, __VA_ARGS__>(o, r, u, i, left); \
    break;
      OPTAXX_KERNELS(OPTAXX_CASE)
      OPTAXX_STEPS(OPTAXX_STEP_CASE)
#undef OPTAXX_CASE
#undef OPTAXX_STEP_CASE
      default:
        break;
    }
    if constexpr (Dry) {
      if (o->update == dtype_of<T>) return;
      for (std::size_t j = 0; j < N; ++j) u.v[j] = round_to(o->update, u.v[j]);
    }
  }

  // The update of a dry program lies in memory anyway: one copy of all kernels serves body and
  // terms.
  template <std::size_t N, bool Partial>
  [[gnu::noinline]] static void dry_step(const op* o, const run& r, group<N>& u, std::size_t i,
                                         std::size_t left) {
    step<N, Partial, true>(o, r, u, i, left);
  }

  template <std::size_t N, bool Partial>
  static OPTAXX_INLINE void load_group(const T* p, std::size_t left, group<N>& u) {
    [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
      ((u.v[J] = load<Partial>(p, J, left)), ...);
    }
    (std::make_index_sequence<N>{});
  }

  template <std::size_t N, bool Partial>
  static OPTAXX_INLINE void finish_group(finish end, T* params, T* out, const group<N>& u,
                                         std::size_t i, std::size_t left) {
    [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
      if (end == finish::store) {
        (store<Partial>(out + i, J, left, u.v[J]), ...);
      } else if (end == finish::apply) {
        T* const p = params + i;
        (store<Partial>(p, J, left, load<Partial>(p, J, left) + u.v[J]), ...);
      }
    }
    (std::make_index_sequence<N>{});
  }

  // Element k of a block goes to lane k mod 32.
  template <std::size_t N, bool Partial>
  static void accumulate(const group<N>& u, double* lanes, std::size_t i, std::size_t left) {
    for (std::size_t j = 0; j < N; ++j) {
      const std::size_t n = Partial ? inside(left, j) : W;
      if (n == 0) return;
      V v = u.v[j];
      if constexpr (Partial) {
        T values[W];
        v.store(values);
        for (std::size_t k = n; k < W; ++k) values[k] = T(0);
        v = V::load(values);
      }
      double* const at = lanes + (i + j * W) % virtual_lanes;
      if constexpr (sizeof(T) == sizeof(double)) {
        (V::load(at) + v).store(at);
      } else {
        using wide = lane<double, Arch>;
        (wide::load(at) + wide(V::native::widen_low(v.v))).store(at);
        (wide::load(at + W / 2) + wide(V::native::widen_high(v.v))).store(at + W / 2);
      }
    }
  }

  template <std::size_t N, bool Partial, bool Dry>
  static OPTAXX_INLINE void run_group(const program& p, const run& r, std::size_t i,
                                      std::size_t left) {
    group<N> u;
    load_group<N, Partial>(static_cast<const T*>(r.u_in) + i, left, u);
    for (std::uint32_t k = 0; k < p.size; k += p.ops[k].length) {
      if constexpr (Dry) {
        dry_step<N, Partial>(p.ops + k, r, u, i, left);
      } else {
        step<N, Partial, false>(p.ops + k, r, u, i, left);
      }
    }
    if constexpr (Dry) {
      if (p.end == finish::accumulate) {
        if (p.terms_size == 0) accumulate<N, Partial>(u, r.lanes, r.begin + i, left);
        for (std::uint32_t t = 0; t < p.terms_size; ++t) {
          group<N> term = u;
          dry_step<N, Partial>(p.terms + t, r, term, i, left);
          accumulate<N, Partial>(term, r.lanes + t * virtual_lanes, r.begin + i, left);
        }
        return;
      }
    }
    finish_group<N, Partial>(p.end, static_cast<T*>(r.p), static_cast<T*>(r.u_out), u, i, left);
  }

  template <bool Dry>
  static void run_program(const program& p, const run& r) noexcept {
    std::size_t i = 0;
    for (; i + body * W <= r.elements; i += body * W)
      run_group<body, false, Dry>(p, r, i, r.elements - i);
    for (; i < r.elements; i += tail * W) run_group<tail, true, Dry>(p, r, i, r.elements - i);
  }

  // One loop for a program that is known at compile time; its numbers and addresses stay in
  // registers. A store may change what `p` and `r` point to, for all the compiler knows: inside the
  // loop they are not looked at.
  template <finish End, template <class> class... K>
  static void run_fixed(const program& p, const run& r) noexcept {
    run_fixed_of<End, K<T>...>(p, r, std::index_sequence_for<K<T>...>{});
  }
  template <finish End, class... K, std::size_t... I>
  static OPTAXX_INLINE void run_fixed_of(const program& p, const run& r,
                                         std::index_sequence<I...>) noexcept {
    const std::tuple<K...> kernels{numbers<K>(p.ops[I], r)...};
    places at[sizeof...(K)];
    (find<false>(p.ops[I], r, K::slots, at[I]), ...);
    const T* const in = static_cast<const T*>(r.u_in);
    T* const params = static_cast<T*>(r.p);
    T* const out = static_cast<T*>(r.u_out);
    const std::size_t n = r.elements;
    const auto some = [&]<std::size_t N, bool Partial>(std::size_t i) OPTAXX_INLINE_LAMBDA {
      group<N> u;
      load_group<N, Partial>(in + i, n - i, u);
      apply_native<N, Partial, false>(at, params, u, i, n - i, std::get<I>(kernels)...);
      finish_group<N, Partial>(End, params, out, u, i, n - i);
    };
    std::size_t i = 0;
    for (; i + fixed_group * W <= n; i += fixed_group * W)
      some.template operator()<fixed_group, false>(i);
    for (; i < n; i += W) some.template operator()<1, true>(i);
  }

  // The squares of an update that no kernel changes: the lanes stay in registers.
  static bool sums_squares(const program& p, const run& r) {
    return p.size == 0 && p.end == finish::accumulate && p.terms_size == 1 &&
           p.terms->code == code_of(kernels::kernel_id::square) && p.terms->update == dtype_of<T> &&
           r.begin % virtual_lanes == 0;
  }
  static void run_squares(const program& p, const run& r) noexcept {
    using wide = lane<double, Arch>;
    constexpr std::size_t vectors = virtual_lanes / W;
    constexpr std::size_t per_vector = W / wide::size;
    const T* const in = static_cast<const T*>(r.u_in);
    wide sum[virtual_lanes / wide::size];
    for (std::size_t j = 0; j < std::size(sum); ++j) sum[j] = wide::load(r.lanes + j * wide::size);
    const auto add = [&](std::size_t i, std::size_t j) OPTAXX_INLINE_LAMBDA {
      V v = V::load(in + i + j * W);
      kernels::square<T>{}(v);
      if constexpr (per_vector == 1) {
        sum[j] = sum[j] + v;
      } else {
        sum[2 * j] = sum[2 * j] + wide(V::native::widen_low(v.v));
        sum[2 * j + 1] = sum[2 * j + 1] + wide(V::native::widen_high(v.v));
      }
    };
    std::size_t i = 0;
    for (; i + virtual_lanes <= r.elements; i += virtual_lanes) {
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA { (add(i, J), ...); }
      (std::make_index_sequence<vectors>{});
    }
    for (std::size_t j = 0; j < std::size(sum); ++j) sum[j].store(r.lanes + j * wide::size);
    for (; i < r.elements; i += tail * W) run_group<tail, true, true>(p, r, i, r.elements - i);
  }

  using pattern_function = void (*)(const program&, const run&) noexcept;

  // Programs that end silently are never added to parameters, and no others only change slots.
  template <finish End, template <class> class... K>
  static constexpr pattern_function loop_of() {
    constexpr bool silent = ((K<T>::id == kernels::kernel_id::silent) || ...);
    if constexpr (End == (silent ? finish::apply : finish::nothing)) {
      return nullptr;
    } else {
      return &run_fixed<End, K...>;
    }
  }

  // nullptr: the interpreter's.
  static pattern_function loop_for(const program& p) noexcept {
    using namespace kernels;
    static constexpr pattern_function loops[][3] = {
#define OPTAXX_PATTERN(...)                                                        \
  {loop_of<finish::nothing, __VA_ARGS__>(), loop_of<finish::store, __VA_ARGS__>(), \
   loop_of<finish::apply, __VA_ARGS__>()},
        OPTAXX_PATTERNS(OPTAXX_PATTERN)
#undef OPTAXX_PATTERN
    };
    return p.pattern < 0 ? nullptr : loops[p.pattern][static_cast<std::size_t>(p.end)];
  }

  static void interpret(const program& p, const run& r) noexcept {
    if (p.dry) {
      sums_squares(p, r) ? run_squares(p, r) : run_program<true>(p, r);
    } else if (const pattern_function loop = loop_for(p)) {
      loop(p, r);
    } else {
      run_program<false>(p, r);
    }
  }
};

}  // namespace optaxx::isa
