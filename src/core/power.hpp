#pragma once

#include <cmath>
#include <cstdint>

#include "core/flush_guard.hpp"
#include "optaxx/core/number.hpp"

namespace optaxx::detail {

/// base**exponent as JAX computes it: of an int exponent by squaring, lowest bit first.
template <class Real>
Real power(Real base, const number& exponent) {
  if (!exponent.integral()) return std::pow(base, static_cast<Real>(exponent.value()));
  const auto n = static_cast<std::uint64_t>(std::abs(exponent.value()));
  Real result = 1;
  for (std::uint64_t bits = n; bits > 0; bits >>= 1) {
    if ((bits & 1) != 0) result *= base;
    base *= base;
  }
  return exponent.value() < 0 ? 1 / result : result;
}

}  // namespace optaxx::detail
