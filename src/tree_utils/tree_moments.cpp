#include "optaxx/tree_utils/tree_moments.hpp"

#include <algorithm>
#include <cmath>

#include "core/bias_correction.hpp"
#include "core/power.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx {
namespace {

tree moment(const char* function, const tree& updates, const tree& moments, const number& decay,
            std::int64_t order) {
  const caller_guard environment;
  const double rest = decay.one_minus();
  return map_elements(
      function,
      [&]<class T>(T g, T m) {
        return static_cast<T>(rest) * detail::power(g, number(order)) +
               static_cast<T>(decay.value()) * m;
      },
      updates, moments);
}

}  // namespace

tree tree_update_moment(const tree& updates, const tree& moments, const number& decay,
                        std::int64_t order) {
  return moment("tree_update_moment", updates, moments, decay, order);
}

tree tree_update_moment_per_elem_norm(const tree& updates, const tree& moments, const number& decay,
                                      std::int64_t order) {
  return moment("tree_update_moment_per_elem_norm", updates, moments, decay, order);
}

tree tree_update_infinity_moment(const tree& updates, const tree& moments, const number& decay,
                                 const number& eps) {
  return map_elements(
      "tree_update_infinity_moment",
      [&]<class T>(T g, T m) {
        const T size = std::abs(g) + static_cast<T>(eps.value());
        const T before = static_cast<T>(decay.value()) * m;
        return std::isnan(size) || before < size ? size : before;
      },
      updates, moments);
}

tree tree_bias_correction(const tree& moment, const number& decay, std::int64_t count) {
  const bool x64 = std::any_of(moment.leaves().begin(), moment.leaves().end(),
                               [](const array& a) { return a.dtype() == dtype::f64; });
  const caller_guard environment;
  const double c = bias_correction(decay, static_cast<double>(count), x64);
  return map_elements(
      "tree_bias_correction", [c]<class T>(T m) { return m / static_cast<T>(c); }, moment);
}

}  // namespace optaxx
