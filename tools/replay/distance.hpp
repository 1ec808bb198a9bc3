#pragma once

#include "optaxx/core/array.hpp"

namespace replay {

struct distance_options {
  double floor = 0;     ///< Forgive errors up to so many ULP of the largest wanted element.
  bool single = false;  ///< Round float64 arrays to float32 first.
};

/// How far an array is from the wanted one, at its worst element. NaN and NaN are the same, NaN and
/// something else are infinitely far; zeros of either sign are the same; integers and booleans are
/// the same or infinitely far.
struct distance {
  double ulp = 0;       ///< Representable numbers between the elements.
  double leaf_ulp = 0;  ///< The difference in ULP of the largest wanted element.
  double relative = 0;  ///< The difference as a part of the wanted element.

  /// The larger of each.
  void widen(const distance& other);
};

/// The arrays have the same dtype and shape; otherwise all is infinite.
distance distance_between(const optaxx::array& got, const optaxx::array& wanted,
                          const distance_options& options = {});

/// Same dtype, shape and bits, also of zeros; all NaN count as the same.
bool identical(const optaxx::array& a, const optaxx::array& b);

}  // namespace replay
