#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "optaxx/core/dtype.hpp"

namespace optaxx {

/// A kernel is one formula for one element: a small trivially copyable value with a noexcept
/// `operator()` templated on the element type, which is float or double as the leaf is.
///
///     struct shrink {
///       double rate;
///       template <class T>
///       void operator()(T& u, const T& p, T& slot) const noexcept { ... }
///     };
///
/// It gets the update `u` (in and out), the parameter `p` if it takes one, a reference per slot,
/// and behind these one to a const value per result of a reduction. With a first argument of type
/// std::size_t it also gets the element's index in its leaf.
///
/// It must not call a step, of any transformation, nor throw. Where it runs, part of the arrays has
/// its new values, and there is no way back: an exception, also that of a step which is refused,
/// ends the program.

/// The dtype of a kernel's numbers below float64. Those of Python take that of the array that they
/// meet; others make an update as wide as they are, as in JAX. Or the kernel computes in float32,
/// and the update keeps its dtype or takes the parameter's, if that is wider.
enum class numbers : std::uint8_t { weak, as_params, f32, f32_inside };

namespace kernel_detail {

inline constexpr std::size_t max_slots = 6;
inline constexpr std::size_t max_bytes = 128;

// A run of elements of one leaf, in the leaf's dtype. `p` is null if there are no parameters.
struct tile {
  std::size_t elements;
  std::size_t index;
  void* u;
  const void* p;
  std::array<void*, max_slots> slots;
};

using tile_function = void (*)(const void* kernel, dtype type, const tile& t) noexcept;

// The kernel's I-th slot: those behind the first `Written` are only read.
template <class T, std::size_t I, std::size_t Written>
using slot_reference = std::conditional_t<(I < Written), T&, const T&>;

// What only an index takes: an element would become one too.
struct index_probe {
  operator std::size_t() const noexcept;
};

template <class K, class T, std::size_t Written, std::size_t... I>
constexpr bool takes_index(std::index_sequence<I...>) {
  return std::is_invocable_v<const K&, index_probe, T&, const T&,
                             slot_reference<T, I, Written>...> ||
         std::is_invocable_v<const K&, index_probe, T&, slot_reference<T, I, Written>...>;
}
template <class K, class T, std::size_t Written, std::size_t... I>
constexpr bool takes_param(std::index_sequence<I...> s) {
  if constexpr (takes_index<K, T, Written>(s)) {
    return std::is_invocable_v<const K&, index_probe, T&, const T&,
                               slot_reference<T, I, Written>...>;
  } else {
    return std::is_invocable_v<const K&, T&, const T&, slot_reference<T, I, Written>...>;
  }
}
template <class K, class T, std::size_t Written, std::size_t... I>
constexpr bool is_kernel(std::index_sequence<I...> s) {
  return takes_index<K, T, Written>(s) || takes_param<K, T, Written>(s) ||
         std::is_invocable_v<const K&, T&, slot_reference<T, I, Written>...>;
}
template <class K, class T, std::size_t Written, std::size_t... I>
constexpr bool never_throws(std::index_sequence<I...> s) {
  if constexpr (takes_param<K, T, Written>(s) && takes_index<K, T, Written>(s)) {
    return std::is_nothrow_invocable_v<const K&, std::size_t, T&, const T&,
                                       slot_reference<T, I, Written>...>;
  } else if constexpr (takes_param<K, T, Written>(s)) {
    return std::is_nothrow_invocable_v<const K&, T&, const T&, slot_reference<T, I, Written>...>;
  } else if constexpr (takes_index<K, T, Written>(s)) {
    return std::is_nothrow_invocable_v<const K&, std::size_t, T&, slot_reference<T, I, Written>...>;
  } else {
    return std::is_nothrow_invocable_v<const K&, T&, slot_reference<T, I, Written>...>;
  }
}

template <class K, class T, std::size_t Written, std::size_t... I>
void run_elements(const K& kernel, const tile& t, std::index_sequence<I...> s) noexcept {
  T* const u = static_cast<T*>(t.u);
  const T* const p = static_cast<const T*>(t.p);
  for (std::size_t i = 0; i < t.elements; ++i) {
    if constexpr (takes_param<K, T, Written>(s) && takes_index<K, T, Written>(s)) {
      kernel(t.index + i, u[i], p[i],
             slot_reference<T, I, Written>(static_cast<T*>(t.slots[I])[i])...);
    } else if constexpr (takes_param<K, T, Written>(s)) {
      kernel(u[i], p[i], slot_reference<T, I, Written>(static_cast<T*>(t.slots[I])[i])...);
    } else if constexpr (takes_index<K, T, Written>(s)) {
      kernel(t.index + i, u[i], slot_reference<T, I, Written>(static_cast<T*>(t.slots[I])[i])...);
    } else {
      kernel(u[i], slot_reference<T, I, Written>(static_cast<T*>(t.slots[I])[i])...);
    }
  }
}

template <class K, std::size_t Slots, std::size_t Written>
void run_tile(const void* kernel, dtype type, const tile& t) noexcept {
  constexpr auto s = std::make_index_sequence<Slots>{};
  if (type == dtype::f64) {
    run_elements<K, double, Written>(*static_cast<const K*>(kernel), t, s);
  } else {
    run_elements<K, float, Written>(*static_cast<const K*>(kernel), t, s);
  }
}

// A kernel on its way into the recording. Kernels of the library have an id and scalars only;
// others bring their code.
struct erased {
  std::uint16_t id = 0xffff;
  bool sees_params = false;
  bool draws = false;  // random numbers, each of the index of its element
  std::uint8_t slots = 0;
  std::uint8_t reads = 0;  // how many of the slots, the last ones, are results of reductions
  optaxx::numbers numbers = optaxx::numbers::weak;
  tile_function run = nullptr;
  std::size_t bytes = 0;
  const void* data = nullptr;
};

template <class K, std::size_t Slots, std::size_t Reads = 0>
erased erase(const K& kernel) {
  static_assert(std::is_trivially_copyable_v<K> && sizeof(K) <= max_bytes,
                "a kernel is a small trivially copyable value");
  static_assert(Slots <= max_slots, "a kernel has at most six slots");
  erased e;
  e.slots = static_cast<std::uint8_t>(Slots);
  e.reads = static_cast<std::uint8_t>(Reads);
  e.bytes = sizeof(K);
  e.data = &kernel;
  if constexpr (requires { K::id; }) {
    e.id = static_cast<std::uint16_t>(K::id);
    if (std::is_empty_v<K>) e.bytes = 0;
    e.sees_params = K::sees_params;
    e.draws = requires { K::draws; };
    static_assert(K::slots == Slots, "another number of slots than the kernel has");
    if constexpr (requires { K::reads; }) {
      static_assert(K::reads == Reads, "another number of results than the kernel reads");
    } else {
      static_assert(Reads == 0, "the kernel reads no results of reductions");
    }
  } else {
    constexpr auto s = std::make_index_sequence<Slots>{};
    constexpr std::size_t written = Slots - Reads;
    static_assert(
        is_kernel<K, float, written>(s) && is_kernel<K, double, written>(s),
        "a kernel is called as (u, slots...), (u, p, slots...), or with the index in front; what "
        "is only read comes last and is const");
    static_assert(never_throws<K, float, written>(s) && never_throws<K, double, written>(s),
                  "a kernel is noexcept");
    e.sees_params = takes_param<K, float, written>(s);
    e.run = &run_tile<K, Slots, written>;
  }
  return e;
}

}  // namespace kernel_detail
}  // namespace optaxx
