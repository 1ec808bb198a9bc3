#pragma once

#include <cmath>
#include <cstddef>

namespace optaxx {

/// sqrt(mean of squares) of a leaf in its dtype, from its sum of squares. To be called under a
/// flush_guard.
template <class T>
T root_mean_square(double sum_of_squares, std::size_t elements) {
  return std::sqrt(static_cast<T>(sum_of_squares) / static_cast<T>(elements));
}

}  // namespace optaxx
