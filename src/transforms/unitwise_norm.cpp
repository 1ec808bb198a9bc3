#include "optaxx/transforms/unitwise_norm.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "linalg/axis_sums.hpp"
#include "optaxx/core/astype.hpp"
#include "transforms/units.hpp"

namespace optaxx {

std::vector<bool> axes_of_units(const shape& s, const std::optional<axes>& axis) {
  if (axis) return axis->of(s, "unitwise_norm");
  const auto longer = std::count_if(s.begin(), s.end(), [](std::int64_t n) { return n != 1; });
  std::vector<bool> chosen(s.rank(), true);
  if (longer <= 1) return chosen;
  if (s.rank() == 2 || s.rank() == 3) {
    std::fill(chosen.begin() + 1, chosen.end(), false);
  } else if (s.rank() == 4 || s.rank() == 5) {
    chosen.back() = false;
  } else {
    throw std::invalid_argument(
        "unitwise_norm: an array of more than five axes needs an axis, got shape " + s.text());
  }
  return chosen;
}

namespace {

template <class T>
[[gnu::noinline]] void square_roots(std::vector<T>& values) {
  for (T& v : values) v = std::sqrt(v);
}

template <class T>
array norms(const array& x, const std::vector<bool>& reduced) {
  const axis_runs units(x.shape(), reduced);
  array result(x.dtype(), x.shape());
  if (x.size() == 0) return result;
  std::vector<T> of_unit = axis_sums(units, x.data<T>(), [](T v) { return v * v; });
  {
    const flush_guard guard;
    square_roots(of_unit);
  }
  T* const out = result.mutable_data<T>();
  units.for_each_run(0, x.size(), [&](const axis_runs::run& r) {
    for (std::size_t i = 0; i < r.elements; ++i) out[r.element + i] = of_unit[r.unit + i * r.step];
  });
  return result;
}

}  // namespace

array unitwise_norm(const array& x, const std::optional<axes>& axis) {
  const std::vector<bool> reduced = axes_of_units(x.shape(), axis);
  if (is_narrow(x.dtype())) return astype(norms<float>(astype(x, dtype::f32), reduced), x.dtype());
  return x.dtype() == dtype::f64 ? norms<double>(x, reduced) : norms<float>(x, reduced);
}

}  // namespace optaxx
