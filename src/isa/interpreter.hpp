#pragma once

#include <iterator>
#include <type_traits>
#include <utility>

#include "isa/pattern_loops.hpp"
#include "isa/program.hpp"
#include "isa/stored_slots.hpp"
#include "isa/stored_vectors.hpp"
#include "kernels/all.hpp"

// Runs a program over a leaf: groups of vectors, the kernel of each step chosen inside the loop.
namespace optaxx::isa {

template <class T, class Arch>
struct interpreter : pattern_loops<T, Arch, plain_memory> {
  using loops = pattern_loops<T, Arch, plain_memory>;
  using base = typename loops::base;
  using base::in_registers;
  using base::W;
  using typename base::places;
  using typename base::V;
  static constexpr std::size_t body = in_registers ? 8 : 16;
  static constexpr std::size_t tail = 4;  // of the last groups of a leaf, which may be partial

  template <std::size_t N, bool Partial, bool Dry, class... K>
  static OPTAXX_INLINE void apply(const op* o, const run& r, group<V, N>& u, std::size_t i,
                                  std::size_t left) {
    if constexpr (sizeof...(K) == 1 && ((K::slots > 0 || K::sees_params) && ...)) {
      if (o->converts) [[unlikely]] {
        (stored_slots<V>::apply(numbers<T, K>(*o, r), *o, r, Dry, u.v, N, i, left), ...);
        return;
      }
    }
    places at[sizeof...(K)];
    const T* const p = static_cast<const T*>(r.p);
    if constexpr (sizeof...(K) == 1) {
      (base::template find<K>(*o, r, *at, std::bool_constant<Dry>()), ...);
      (base::template apply_kernel<N, Partial, Dry>(*at, p, u, i, left, numbers<T, K>(*o, r)), ...);
    } else {
      [&]<std::size_t... I>(std::index_sequence<I...>) OPTAXX_INLINE_LAMBDA {
        (base::template find<K>(o[I], r, at[I], std::bool_constant<Dry>()), ...);
        base::apply_native(at, p, u, i, left, std::bool_constant<Partial>(),
                           std::bool_constant<Dry>(), numbers<T, K>(o[I], r)...);
      }
      (std::index_sequence_for<K...>{});
    }
  }

  template <std::size_t N, bool Partial, bool Dry, template <class> class... K>
  static OPTAXX_INLINE void apply_together(const op* o, const run& r, group<V, N>& u, std::size_t i,
                                           std::size_t left) {
    apply<N, Partial, Dry, K<T>...>(o, r, u, i, left);
  }

  // One step of a program, which is one kernel or several.
  template <std::size_t N, bool Partial, bool Dry>
  static OPTAXX_INLINE void step(const op* o, const run& r, group<V, N>& u, std::size_t i,
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
  [[gnu::noinline]] static void dry_step(const op* o, const run& r, group<V, N>& u, std::size_t i,
                                         std::size_t left) {
    step<N, Partial, true>(o, r, u, i, left);
  }

  // Element k of a block goes to lane k mod 32.
  template <std::size_t N, bool Partial>
  static void accumulate(const group<V, N>& u, double* lanes, std::size_t i, std::size_t left) {
    using wide = lane<double, Arch>;
    constexpr std::size_t period = virtual_lanes / W;
    constexpr std::size_t parts = W / wide::size;
    if constexpr (!Partial && N % period == 0) {
      for (std::size_t k = 0; k < period; ++k) {
        double* const at = lanes + (i + k * W) % virtual_lanes;
        wide sum[parts];
        for (std::size_t h = 0; h < parts; ++h) sum[h] = wide::load(at + h * wide::size);
        for (std::size_t j = k; j < N; j += period) {
          if constexpr (parts == 1) {
            sum[0] = sum[0] + u.v[j];
          } else {
            sum[0] = sum[0] + wide(V::native::widen_low(u.v[j].v));
            sum[1] = sum[1] + wide(V::native::widen_high(u.v[j].v));
          }
        }
        for (std::size_t h = 0; h < parts; ++h) sum[h].store(at + h * wide::size);
      }
      return;
    }
    for (std::size_t j = 0; j < N; ++j) {
      const std::size_t n = Partial ? base::inside(left, j) : W;
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
    group<V, N> u;
    base::load_group(static_cast<const T*>(r.u_in) + i, left, u, std::bool_constant<Partial>());
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
          group<V, N> term = u;
          dry_step<N, Partial>(p.terms + t, r, term, i, left);
          accumulate<N, Partial>(term, r.lanes + t * virtual_lanes, r.begin + i, left);
        }
        return;
      }
    }
    base::finish_group(p.end, static_cast<T*>(r.p), static_cast<T*>(r.u_out), u, i, left,
                       std::bool_constant<Partial>());
  }

  template <bool Dry>
  static void run_program(const program& p, const run& r) noexcept {
    std::size_t i = 0;
    for (; i + body * W <= r.elements; i += body * W)
      run_group<body, false, Dry>(p, r, i, r.elements - i);
    for (; i < r.elements; i += tail * W) run_group<tail, true, Dry>(p, r, i, r.elements - i);
  }

  // The squares of an update that no kernel changes: the lanes stay in registers.
  static bool sums_squares(const program& p, const run& r) {
    return p.size == 0 && p.end == finish::accumulate && p.terms_size == 1 &&
           p.terms->code == code_of(kernels::kernel_id::square) && p.terms->update == dtype_of<T> &&
           r.begin % virtual_lanes == 0;
  }
  static void run_squares(const run& r) noexcept {
    using wide = lane<double, Arch>;
    constexpr std::size_t vectors = virtual_lanes / W;
    constexpr std::size_t per_vector = W / wide::size;
    const T* const in = static_cast<const T*>(r.u_in);
    wide sum[virtual_lanes / wide::size];
    for (std::size_t j = 0; j < std::size(sum); ++j) sum[j] = wide::load(r.lanes + j * wide::size);
    const auto add = [&](V v, std::size_t j) OPTAXX_INLINE_LAMBDA {
      kernels::square<T>{}(v);
      if constexpr (per_vector == 1) {
        sum[j] = sum[j] + v;
      } else {
        sum[2 * j] = sum[2 * j] + wide(V::native::widen_low(v.v));
        sum[2 * j + 1] = sum[2 * j + 1] + wide(V::native::widen_high(v.v));
      }
    };
    // One stream alone does not keep memory busy.
    constexpr std::size_t ahead = 4096 / sizeof(T);
    constexpr std::size_t line = 64 / sizeof(T);
    std::size_t i = 0;
    for (; i + virtual_lanes <= r.elements; i += virtual_lanes) {
      for (std::size_t k = 0; k < virtual_lanes; k += line) __builtin_prefetch(in + i + ahead + k);
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
        (add(V::load(in + i + J * W), J), ...);
      }
      (std::make_index_sequence<vectors>{});
    }
    if (i < r.elements) {
      const std::size_t left = r.elements - i;
      [&]<std::size_t... J>(std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
        (add(V::load(in + i + J * W, base::inside(left, J)), J), ...);
      }
      (std::make_index_sequence<vectors>{});
    }
    for (std::size_t j = 0; j < std::size(sum); ++j) sum[j].store(r.lanes + j * wide::size);
  }

  static void interpret(const program& p, const run& r) noexcept {
    if (p.dry) {
      sums_squares(p, r) ? run_squares(r) : run_program<true>(p, r);
    } else if (const auto loop = loops::loop_for(p)) {
      loop(p, r);
    } else {
      run_program<false>(p, r);
    }
  }
};

}  // namespace optaxx::isa
