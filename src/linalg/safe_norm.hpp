#pragma once

#include <cmath>

namespace optaxx {

/// optax.safe_norm of a leaf in its dtype, from its sum of squares. To be called under a
/// flush_guard.
template <class T>
T safe_norm(double sum_of_squares, double min_norm) {
  const T norm = std::sqrt(static_cast<T>(sum_of_squares));
  return norm <= static_cast<T>(min_norm) ? static_cast<T>(min_norm) : norm;
}

}  // namespace optaxx
