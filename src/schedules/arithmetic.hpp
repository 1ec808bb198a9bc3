#pragma once

#include <cmath>
#include <cstdint>

#include "core/flush_guard.hpp"
#include "optaxx/core/number.hpp"

namespace optaxx::detail {

/// f(), computed in the library's floating-point environment: a lambda that captures by reference.
template <class Function>
auto flushed(const Function& f) {
  const Function* hidden = &f;
  const flush_guard guard;
  // What f reads is unknown to the compiler until here, and its result is used here: nothing of it
  // can move out.
  asm volatile("" : "+r"(hidden) : : "memory");
  auto result = (*hidden)();
  asm volatile("" : "+m"(result) : : "memory");
  return result;
}

/// base**exponent as JAX computes it: of an int exponent by squaring, lowest bit first.
template <class Real>
Real power(Real base, const number& exponent) {
  if (!exponent.integral()) return std::pow(base, static_cast<Real>(exponent.value()));
  const auto n = static_cast<std::int64_t>(std::abs(exponent.value()));
  Real result = 1;
  for (std::int64_t bits = n; bits > 0; bits >>= 1) {
    if ((bits & 1) != 0) result *= base;
    base *= base;
  }
  return exponent.value() < 0 ? 1 / result : result;
}

}  // namespace optaxx::detail
