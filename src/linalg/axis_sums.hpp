#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/flush_guard.hpp"
#include "isa/dispatch.hpp"
#include "sweep/unit_fold.hpp"

namespace optaxx {

namespace detail {

template <class T, class Term>
[[gnu::noinline]] std::vector<T> axis_sums(const axis_runs& units, const T* values,
                                           const Term& term) {
  const std::size_t n = units.units() * units.elements_of_unit();
  std::vector<double> sums(units.units());
  exec::unit_fold fold(isa::fold::sum, isa::current(), units, 0, n, sums.data());
  std::array<T, isa::tile_elements> tile;
  for (std::size_t at = 0; at < n; at += tile.size()) {
    const std::size_t end = std::min(n, at + tile.size());
    std::transform(values + at, values + end, tile.begin(), term);
    fold.add(dtype_of<T>, tile.data(), end);
  }
  std::vector<T> result(sums.size());
  std::transform(sums.begin(), sums.end(), result.begin(),
                 [](double sum) { return static_cast<T>(sum); });
  return result;
}

}  // namespace detail

/// The sums of term(element) of each unit of an array of float32 or float64: the term in T, sums in
/// double as those of a sweep, rounded to T.
template <class T, class Term>
std::vector<T> axis_sums(const axis_runs& units, const T* values, const Term& term) {
  const flush_guard guard;
  return detail::axis_sums(units, values, term);
}
template <class T>
std::vector<T> axis_sums(const axis_runs& units, const T* values) {
  return axis_sums(units, values, [](T x) { return x; });
}

}  // namespace optaxx
