#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// How many of ascending numbers are less than x (`right`: or equal). NaN is behind all others.
/// What does not ascend is searched as JAX does.
std::size_t place_of(double x, const std::vector<double>& ascending, bool right);

/// Beside the points of an interpolation.
struct interp_options {
  std::optional<value> left;  ///< In front of all points, instead of the first one's.
  std::optional<value> right;
  std::optional<value> period;  ///< Of the points; then there is no left and right.
  bool extrapolate_left = false;
  bool extrapolate_right = false;
};

/// jnp.interp at numbers of the type of x. `xp` and `fp` hold 0-d arrays, as many of one as of the
/// other. Throws std::invalid_argument.
class jax_interpolation {
 public:
  jax_interpolation(const value& x, const std::vector<value>& xp, const std::vector<value>& fp,
                    interp_options options, bool x64);
  value operator()(const value& x) const;

 private:
  void repeat(const value& period);
  value knot(std::size_t i) const;
  value result(std::size_t i) const;

  jax_scalar x_type_;
  jax_scalar f_type_;
  std::vector<double> xp_;
  std::vector<double> fp_;
  interp_options options_;
  bool x64_;
};

/// np.interp.
class numpy_interpolation {
 public:
  numpy_interpolation(std::vector<double> xp, std::vector<double> fp, std::optional<double> left,
                      std::optional<double> right, std::optional<double> period);
  double operator()(double x) const;

 private:
  std::vector<double> xp_;
  std::vector<double> fp_;
  std::optional<double> left_;
  std::optional<double> right_;
  std::optional<double> period_;
};

}  // namespace optaxx::recipes
