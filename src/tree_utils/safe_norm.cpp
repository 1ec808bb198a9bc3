#include "optaxx/tree_utils/safe_norm.hpp"

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "linalg/axis_sums.hpp"
#include "linalg/root_mean_square.hpp"
#include "optaxx/core/astype.hpp"

namespace optaxx {
namespace {

// f(sum of squares, number of elements) in the array's dtype, but not less than the bound.
template <class T, class F>
double at_least(double bound, const array& x, const F& f) {
  const axis_runs all(x.shape(), std::vector<bool>(x.shape().rank(), true));
  const T sum = axis_sums(all, x.data<T>(), [](T v) { return v * v; })[0];
  return detail::flushed([&] {
    const T value = f(sum, x.size());
    const T least = static_cast<T>(bound);
    return static_cast<double>(value <= least ? least : value);
  });
}

template <class F>
double at_least(const number& bound, const array& x, const F& f) {
  if (x.dtype() == dtype::f64) return at_least<double>(bound.value(), x, f);
  if (!is_floating(x.dtype())) {
    throw std::invalid_argument("safe_norm: the array is " + std::string(name_of(x.dtype())) +
                                ", expected a float dtype");
  }
  return detail::flushed([&] {
    const double value = at_least<float>(bound.value(), astype(x, dtype::f32), f);
    return detail::rounded_element(x.dtype(), value);
  });
}

}  // namespace

double safe_norm(const array& x, const number& min_norm) {
  return at_least(min_norm, x, []<class T>(T sum, std::size_t) { return std::sqrt(sum); });
}

double safe_root_mean_squares(const array& x, const number& min_rms) {
  return at_least(min_rms, x, []<class T>(T sum, std::size_t n) {
    return root_mean_square<T>(static_cast<double>(sum), n);
  });
}

}  // namespace optaxx
