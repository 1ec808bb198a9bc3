#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/flush_guard.hpp"
#include "core/power.hpp"
#include "optaxx/core/layout.hpp"
#include "optaxx/core/sweep.hpp"

// What rules that compute numbers from whole trees have in common.
namespace optaxx::contrib {

/// f(zero), in float or in x64 mode in double, as arrays of numbers are computed with.
template <class Function>
auto computed(const sweep& s, const Function& f) {
  return optaxx::detail::flushed([&] { return s.x64() ? f(double{}) : f(float{}); });
}

/// As jnp.maximum: NaN if one of them is.
template <class T>
T larger(T a, T b) {
  if (a != a || b != b) return std::numeric_limits<T>::quiet_NaN();
  return a < b ? b : a;
}

/// 1 - decay**t as Python spells it for a t that is an array, by squaring.
template <class T>
T one_minus_power(const number& decay, double t) {
  return T(1) -
         optaxx::detail::power(static_cast<T>(decay.value()), number(static_cast<step_t>(t)));
}

/// Python's decay ** 0.5.
inline number root_of(const number& decay) {
  return optaxx::detail::unflushed([&] { return std::pow(decay.value(), 0.5); });
}

/// The dtypes of a state's numbers: those of the narrowest and of the widest parameter. Of bfloat16
/// and float16, which Optax refuses, neither is narrower: float32.
inline dtype lowest_dtype(const layout& state) {
  dtype lowest = dtype::f64;
  bool any = false;
  for (const array& p : state.params().leaves()) {
    if (!is_floating(p.dtype())) continue;
    const bool both = any && is_narrow(lowest) && is_narrow(p.dtype()) && lowest != p.dtype();
    if (both) return dtype::f32;
    if (!any || size_of(p.dtype()) < size_of(lowest)) lowest = p.dtype();
    any = true;
  }
  return any ? lowest : dtype::f32;
}
inline dtype highest_dtype(const layout& state) {
  std::optional<dtype> highest;
  for (const array& p : state.params().leaves()) {
    if (is_floating(p.dtype())) highest = highest ? promote(*highest, p.dtype()) : p.dtype();
  }
  return highest.value_or(dtype::f32);
}

/// For a slot that begins as the parameters.
inline array as_it_is(const array& param) { return param; }

/// The extra argument `value`. Throws std::invalid_argument without one.
inline double loss_of(const sweep& s, const char* rule) {
  if (!s.extra().value) {
    throw std::invalid_argument(std::string(rule) +
                                ": needs the loss: update(grads, state, params, {.value = loss})");
  }
  return *s.extra().value;
}

}  // namespace optaxx::contrib
