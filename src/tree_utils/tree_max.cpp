#include "optaxx/tree_utils/tree_max.hpp"

#include <cmath>
#include <limits>

#include "core/element.hpp"
#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

// The element that comes before all others, or NaN.
template <class Before>
double first(const tree& t, double none, const Before& before) {
  double result = none;
  for (const array& a : t.leaves()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double x = detail::load_element(a.dtype(), a.data(), i);
      if (std::isnan(x)) return x;
      if (before(x, result)) result = x;
    }
  }
  return result;
}

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

double tree_max(const tree& t) {
  return detail::unflushed(
      [&] { return first(t, -infinity, [](double a, double b) { return a > b; }); });
}

double tree_min(const tree& t) {
  return detail::unflushed(
      [&] { return first(t, infinity, [](double a, double b) { return a < b; }); });
}

std::int64_t tree_size(const tree& t) {
  std::int64_t size = 0;
  for (const array& a : t.leaves()) size += static_cast<std::int64_t>(a.size());
  return size;
}

}  // namespace optaxx
