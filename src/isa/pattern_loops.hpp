#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include "core/kernel_traits.hpp"
#include "isa/patterns.hpp"
#include "isa/scalings.hpp"
#include "isa/vectors.hpp"
#include "kernels/all.hpp"

// One loop for each pattern, without the choice of a kernel inside it.
namespace optaxx::isa {

template <class T, class Arch, template <class> class Memory>
struct pattern_loops : vectors<T, Arch, Memory> {
  using base = vectors<T, Arch, Memory>;
  using typename base::element;
  using typename base::places;
  using typename base::V;

  template <class K>
  static constexpr bool is_scalings = std::is_same_v<K, kernels::scalings<T>>;
  template <class K>
  using in_loop = std::conditional_t<is_scalings<K>, kernels::scalings<V>, K>;

  // The next kernel of a pattern, from the ops that it stands for.
  template <class K>
  static OPTAXX_INLINE in_loop<K> take(const op*& o, const op* end, const run& r, places& at) {
    if constexpr (is_scalings<K>) {
      in_loop<K> result{};
      while (o != end && o->kernel == static_cast<std::uint16_t>(K::id))
        result.step_size[result.count++] = numbers<T, kernels::scale<T>>(*o++, r).step_size;
      return result;
    } else {
      base::template find<K>(*o, r, at, std::false_type());
      return numbers<T, K>(*o++, r);
    }
  }

  template <std::size_t N, bool Partial, class K>
  static OPTAXX_INLINE void apply_in_loop(const places& at, const element* p, group<V, N>& u,
                                          std::size_t i, std::size_t left,
                                          std::bool_constant<Partial>, const K& kernel) {
    if constexpr (std::is_same_v<K, kernels::scalings<V>>) {
      const auto scale_by = [&](const V& step_size) OPTAXX_INLINE_LAMBDA {
        for (V& v : u.v) v = base::memory::rounded(step_size * v);
      };
      if (kernel.count > 0) scale_by(kernel.step_size[0]);
      if (kernel.count > 1) scale_by(kernel.step_size[1]);
      if (kernel.count > 2) scale_by(kernel.step_size[2]);
    } else {
      base::template apply_kernel<N, Partial, false>(at, p, u, i, left, kernel);
    }
  }

  // One loop for a program that is known at compile time; its numbers and addresses stay in
  // registers. A store may change what `p` and `r` point to, for all the compiler knows: inside the
  // loop they are not looked at.
  template <finish End, template <class> class... K>
  static void run_fixed(const program& p, const run& r) noexcept {
    run_fixed_of<End, K<T>...>(p, r, std::index_sequence_for<K<T>...>{});
  }

  template <class... K>
  static constexpr bool is_long = (is_scalings<K> || ...);

  // How many kernels of a pattern are run on the next vectors before the others are on these. In a
  // long chain the processor does not look far enough ahead to do it by itself, and would wait for
  // the quotients of a slow kernel. 0: there is one half only.
  template <class... K>
  static constexpr std::size_t first_half() {
    if (!is_long<K...> && base::memory::is_plain) return 0;
    std::size_t count = 0;
    bool found = false;
    ((count += found ? 0 : 1, found = found || kernels::traits_of<K>.is_slow), ...);
    return found ? count : 0;
  }

  template <finish End, class... K, std::size_t... I>
  static OPTAXX_INLINE void run_fixed_of(const program& p, const run& r,
                                         std::index_sequence<I...>) noexcept {
    places at[sizeof...(K)];
    const op* next = p.ops;
    const std::tuple<in_loop<K>...> kernels{take<K>(next, p.ops + p.size, r, at[I])...};
    const element* const in = static_cast<const element*>(r.u_in);
    element* const params = static_cast<element*>(r.p);
    element* const out = static_cast<element*>(r.u_out);
    const std::size_t n = r.elements;
    const auto apply_some = [&]<std::size_t First, std::size_t... J>(
        auto& u, std::size_t i, auto partial, std::integral_constant<std::size_t, First>,
        std::index_sequence<J...>) OPTAXX_INLINE_LAMBDA {
      if constexpr (is_long<K...>) {
        (apply_in_loop(at[First + J], params, u, i, n - i, partial, std::get<First + J>(kernels)),
         ...);
      } else {
        base::apply_native(at + First, params, u, i, n - i, partial, std::false_type(),
                           std::get<First + J>(kernels)...);
      }
    };
    constexpr std::size_t half = first_half<K...>();
    const auto begin = [&](auto& u, std::size_t i, auto partial) OPTAXX_INLINE_LAMBDA {
      base::load_group(in + i, n - i, u, partial);
      if constexpr (half > 0) {
        apply_some(u, i, partial, std::integral_constant<std::size_t, 0>(),
                   std::make_index_sequence<half>());
      }
    };
    const auto end = [&](auto& u, std::size_t i, auto partial) OPTAXX_INLINE_LAMBDA {
      apply_some(u, i, partial, std::integral_constant<std::size_t, half>(),
                 std::make_index_sequence<sizeof...(K) - half>());
      base::finish_group(End, params, out, u, i, n - i, partial);
    };
    constexpr std::size_t step = base::fixed_group * base::W;
    std::size_t i = 0;
    group<V, base::fixed_group> u;
    if (half > 0 && step <= n) {
      begin(u, 0, std::false_type());
      for (i = step; i + step <= n; i += step) {
        group<V, base::fixed_group> ahead;
        begin(ahead, i, std::false_type());
        end(u, i - step, std::false_type());
        u = ahead;
      }
      end(u, i - step, std::false_type());
    }
    for (; half == 0 && i + step <= n; i += step) {
      begin(u, i, std::false_type());
      end(u, i, std::false_type());
    }
    for (; i < n; i += base::W) {
      group<V, 1> last;
      begin(last, i, std::true_type());
      end(last, i, std::true_type());
    }
  }

  using pattern_function = void (*)(const program&, const run&) noexcept;

  // Programs that end silently are never added to parameters, and no others only change slots.
  template <finish End, template <class> class... K>
  static constexpr pattern_function loop_of() {
    constexpr bool silent = (kernels::traits_of<K<T>>.keeps_params || ...);
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

  static void run_pattern(const program& p, const run& r) noexcept { loop_for(p)(p, r); }
};

}  // namespace optaxx::isa
