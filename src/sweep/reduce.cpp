#include "sweep/reduce.hpp"

#include <cmath>
#include <cstring>

#include "core/flush_guard.hpp"
#include "isa/program.hpp"

namespace optaxx::exec {

double fold_lanes(double* lanes) noexcept {
  for (std::size_t width = isa::virtual_lanes / 2; width != 0; width /= 2) {
    for (std::size_t i = 0; i < width; ++i) lanes[i] += lanes[i + width];
  }
  return lanes[0];
}

double fold_blocks(double* sums, std::size_t n) noexcept {
  if (n == 0) return 0.0;
  for (std::size_t stride = 1; stride < n; stride *= 2) {
    for (std::size_t i = 0; i + stride < n; i += 2 * stride) sums[i] += sums[i + stride];
  }
  return sums[0];
}

double round_sum(double sum, dtype type) noexcept {
  return type == dtype::f64 ? sum : static_cast<double>(static_cast<float>(sum));
}

namespace {

[[gnu::noinline]] total add(const double* sums, const dtype* types, std::size_t n) noexcept {
  total t{0.0, dtype::f32};
  for (std::size_t i = 0; i < n; ++i) {
    if (types[i] == dtype::f64) t.type = dtype::f64;
    t.value = t.type == dtype::f64
                  ? t.value + sums[i]
                  : static_cast<double>(static_cast<float>(t.value) + static_cast<float>(sums[i]));
  }
  return t;
}

[[gnu::noinline]] double square_root(total t) noexcept {
  return t.type == dtype::f64 ? std::sqrt(t.value)
                              : static_cast<double>(std::sqrt(static_cast<float>(t.value)));
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

void convert(dtype from, const void* source, std::size_t source_at, dtype to, void* target,
             std::size_t target_at, std::size_t n) noexcept {
  if (from == to) {
    const std::size_t size = size_of(from);
    std::memcpy(static_cast<std::byte*>(target) + target_at * size,
                static_cast<const std::byte*>(source) + source_at * size, n * size);
  } else if (to == dtype::f64) {
    const float* const s = static_cast<const float*>(source) + source_at;
    double* const t = static_cast<double*>(target) + target_at;
    for (std::size_t i = 0; i < n; ++i) t[i] = static_cast<double>(s[i]);
  } else {
    const double* const s = static_cast<const double*>(source) + source_at;
    float* const t = static_cast<float*>(target) + target_at;
    for (std::size_t i = 0; i < n; ++i) t[i] = static_cast<float>(s[i]);
  }
}

}  // namespace optaxx::exec
