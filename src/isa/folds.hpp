#pragma once

#include <cstddef>
#include <iterator>

#include "isa/lane.hpp"
#include "isa/program.hpp"

// Elements folded into numbers of double precision, for one instruction set.
namespace optaxx::isa {

template <class T, class Arch>
struct folds {
  using V = lane<T, Arch>;
  using wide = lane<double, Arch>;
  static constexpr std::size_t W = V::size;
  static constexpr std::size_t parts = W / wide::size;

  struct sum {
    static OPTAXX_INLINE wide of(wide so_far, wide x) { return so_far + x; }
  };
  // NaN stays.
  struct max {
    static OPTAXX_INLINE wide of(wide so_far, wide x) {
      return xsimd::select(so_far.v == so_far.v, maximum(so_far, x).v, so_far.v);
    }
  };

  template <class Fold>
  static OPTAXX_INLINE void add(wide* into, V x) {
    if constexpr (parts == 1) {
      into[0] = Fold::of(into[0], x);
    } else {
      into[0] = Fold::of(into[0], wide(V::native::widen_low(x.v)));
      into[1] = Fold::of(into[1], wide(V::native::widen_high(x.v)));
    }
  }

  template <class Fold>
  static void run(const T* x, std::size_t n, double* lanes) noexcept {
    constexpr std::size_t vectors = virtual_lanes / W;
    wide all[virtual_lanes / wide::size];
    for (std::size_t j = 0; j < std::size(all); ++j) all[j] = wide::load(lanes + j * wide::size);
    std::size_t i = 0;
    for (; i + virtual_lanes <= n; i += virtual_lanes) {
      for (std::size_t j = 0; j < vectors; ++j) add<Fold>(all + j * parts, V::load(x + i + j * W));
    }
    for (std::size_t j = 0; j < std::size(all); ++j) all[j].store(lanes + j * wide::size);
    for (double* lane = lanes; i < n; ++i, ++lane)
      *lane = first(Fold::of(wide(*lane), wide(static_cast<double>(x[i]))));
  }

  template <class Fold>
  static void units(const T* x, std::size_t n, double* to) noexcept {
    std::size_t i = 0;
    for (; i + W <= n; i += W) {
      wide into[parts];
      for (std::size_t k = 0; k < parts; ++k) into[k] = wide::load(to + i + k * wide::size);
      add<Fold>(into, V::load(x + i));
      for (std::size_t k = 0; k < parts; ++k) into[k].store(to + i + k * wide::size);
    }
    for (; i < n; ++i) to[i] = first(Fold::of(wide(to[i]), wide(static_cast<double>(x[i]))));
  }

  static OPTAXX_INLINE double first(wide v) {
    double values[wide::size];
    v.store(values);
    return values[0];
  }
};

template <class Arch>
void fold_run(fold how, dtype type, const void* x, std::size_t n, double* lanes) noexcept {
  const auto run = [&]<class T>(const T* values) {
    using of = folds<T, Arch>;
    how == fold::sum ? of::template run<typename of::sum>(values, n, lanes)
                     : of::template run<typename of::max>(values, n, lanes);
  };
  type == dtype::f64 ? run(static_cast<const double*>(x)) : run(static_cast<const float*>(x));
}

template <class Arch>
void fold_units(fold how, dtype type, const void* x, std::size_t n, double* units) noexcept {
  const auto run = [&]<class T>(const T* values) {
    using of = folds<T, Arch>;
    how == fold::sum ? of::template units<typename of::sum>(values, n, units)
                     : of::template units<typename of::max>(values, n, units);
  };
  type == dtype::f64 ? run(static_cast<const double*>(x)) : run(static_cast<const float*>(x));
}

}  // namespace optaxx::isa
