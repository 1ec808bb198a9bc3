#include "sweep/reduce.hpp"

#include <cmath>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "isa/program.hpp"

namespace optaxx::exec {

namespace {

template <std::size_t Size>
double fold(const double* lanes) noexcept {
  constexpr std::size_t half = Size / 2;
  double sums[half];
  for (std::size_t i = 0; i < half; ++i) sums[i] = lanes[i] + lanes[i + half];
  if constexpr (half == 1) {
    return sums[0];
  } else {
    return fold<half>(sums);
  }
}

}  // namespace

double fold_lanes(const double* lanes) noexcept { return fold<isa::virtual_lanes>(lanes); }

double fold_blocks(double* sums, std::size_t n) noexcept {
  if (n == 0) return 0.0;
  for (std::size_t stride = 1; stride < n; stride *= 2) {
    for (std::size_t i = 0; i + stride < n; i += 2 * stride) sums[i] += sums[i + stride];
  }
  return sums[0];
}

namespace {

[[gnu::noinline]] total add(const double* sums, const dtype* types, std::size_t n) noexcept {
  total t{0.0, n == 0 ? dtype::f32 : types[0]};
  for (std::size_t i = 0; i < n; ++i) {
    t.type = promote(t.type, types[i]);
    t.value = t.type == dtype::f64 ? t.value + sums[i]
                                   : detail::rounded_element(
                                         t.type, static_cast<double>(static_cast<float>(t.value) +
                                                                     static_cast<float>(sums[i])));
  }
  return t;
}

[[gnu::noinline]] double square_root(total t) noexcept {
  if (t.type == dtype::f64) return std::sqrt(t.value);
  return detail::rounded_element(t.type,
                                 static_cast<double>(std::sqrt(static_cast<float>(t.value))));
}

}  // namespace

total add_leaves(const double* sums, const dtype* types, std::size_t n) noexcept {
  const flush_guard guard;
  return add(sums, types, n);
}

double root(total t) noexcept {
  const flush_guard guard;
  return square_root(t);
}

}  // namespace optaxx::exec
