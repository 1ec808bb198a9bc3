#include "optaxx/tree_utils/tree_sum.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/element.hpp"
#include "linalg/axis_sums.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "sweep/reduce.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx {
namespace {

// The sum of a tree of terms.
exec::total sum_of(const char* function, const tree& t) {
  std::vector<double> sums;
  std::vector<dtype> types;
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    const array& a = t.leaves()[i];
    const axis_runs all(a.shape(), std::vector<bool>(a.shape().rank(), true));
    if (a.dtype() == dtype::f64) {
      sums.push_back(axis_sums(all, a.data<double>())[0]);
    } else if (is_floating(a.dtype())) {
      const float sum = axis_sums(all, astype(a, dtype::f32).data<float>())[0];
      sums.push_back(detail::rounded_element(a.dtype(), static_cast<double>(sum)));
    } else {
      throw not_a_float(function, t, i);
    }
    types.push_back(a.dtype());
  }
  return exec::add_leaves(sums.data(), types.data(), sums.size());
}

tree magnitudes(const tree& t) {
  return map_elements(
      "tree_norm", []<class T>(T a) { return std::abs(a); }, t);
}

// NaN if any element is.
double largest(const tree& t) {
  double result = 0;
  for (const array& a : t.leaves()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double x = detail::load_element(a.dtype(), a.data(), i);
      if (!(x <= result)) result = x;
      if (std::isnan(x)) return x;
    }
  }
  return result;
}

// The sum of squares or of magnitudes, or the largest of these.
exec::total terms(const tree& t, norm_order ord) {
  if (ord == norm_order::two) {
    return sum_of("tree_norm", map_elements(
                                   "tree_norm", []<class T>(T a) { return a * a; }, t));
  }
  const tree sizes = magnitudes(t);
  exec::total result = sum_of("tree_norm", sizes);
  if (ord == norm_order::inf) result.value = largest(sizes);
  return result;
}

// The same, with one leaf after another in that dtype.
exec::total terms_in(dtype type, const tree& t, norm_order ord) {
  if (!is_floating(type)) {
    throw std::invalid_argument("tree_norm: computed_in must be a float dtype, got " +
                                std::string(name_of(type)));
  }
  std::vector<double> of_leaves;
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    const array& leaf = t.leaves()[i];
    if (!is_floating(leaf.dtype())) throw not_a_float("tree_norm", t, i);
    of_leaves.push_back(terms(astype(leaf, type), ord).value);
  }
  if (ord == norm_order::inf) {
    double most = 0;
    for (const double x : of_leaves)
      most = std::isnan(x) || std::isnan(most) ? NAN : std::max(most, x);
    return {most, type};
  }
  const std::vector<dtype> types(of_leaves.size(), type);
  return exec::add_leaves(of_leaves.data(), types.data(), types.size());
}

exec::total squared(exec::total x) {
  x.value = detail::flushed([&] {
    return x.type == dtype::f64
               ? x.value * x.value
               : detail::rounded_element(x.type, static_cast<double>(static_cast<float>(x.value) *
                                                                     static_cast<float>(x.value)));
  });
  return x;
}

}  // namespace

double tree_sum(const tree& t) {
  return detail::flushed([&] { return sum_of("tree_sum", t).value; });
}

double tree_vdot(const tree& x, const tree& y) {
  return detail::flushed([&] {
    return sum_of("tree_vdot", map_elements(
                                   "tree_vdot", []<class T>(T a, T b) { return a * b; }, x, y))
        .value;
  });
}

double tree_norm(const tree& t, norm_order ord, bool square, std::optional<dtype> computed_in) {
  const exec::total norm =
      detail::flushed([&] { return computed_in ? terms_in(*computed_in, t, ord) : terms(t, ord); });
  if (ord == norm_order::two) return square ? norm.value : exec::root(norm);
  return square ? squared(norm).value : norm.value;
}

double global_norm(const tree& updates, dtype computed_in) {
  return tree_norm(updates, norm_order::two, false, computed_in);
}

}  // namespace optaxx
