#pragma once

#include <optional>
#include <string>

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

/// How far is near enough: within all bounds that are given, or no distance at all if none is.
struct bounds {
  std::optional<double> ulp = {};       ///< For distance::ulp, of every element.
  std::optional<double> leaf_ulp = {};  ///< For distance::leaf_ulp.

  bool hold(const distance& d) const;
  /// What orders distances that are too far: ulp, or leaf_ulp if it alone is bounded.
  double size_of(const distance& d) const;
  /// "2000 ULP and 3 ULP of the array's largest".
  std::string text() const;
};

/// The arrays have the same dtype and shape; otherwise all is infinite.
distance distance_between(const optaxx::array& got, const optaxx::array& wanted,
                          const distance_options& options = {});

/// Same dtype, shape and bits, also of zeros; all NaN count as the same.
bool identical(const optaxx::array& a, const optaxx::array& b);

}  // namespace replay
