#include "recipe/values/interpolate.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "recipe/values/arithmetic.hpp"
#include "recipe/values/operand.hpp"

namespace optaxx::recipes {
namespace {

// Of numbers in their order, with NaN as the last one.
bool before(double a, double b) { return std::isnan(b) ? !std::isnan(a) : a < b; }

// The points in the order of xp, which stays that of equal ones.
void sort_points(std::vector<double>& xp, std::vector<double>& fp) {
  std::vector<std::size_t> order(xp.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return before(xp[a], xp[b]); });
  const std::vector<double> x = xp;
  const std::vector<double> f = fp;
  for (std::size_t i = 0; i < order.size(); ++i) {
    xp[i] = x[order[i]];
    fp[i] = f[order[i]];
  }
}

// The last point in front of the first, and the first behind the last.
void wrap_around(std::vector<double>& xp, std::vector<double>& fp, double first, double last) {
  xp.insert(xp.begin(), first);
  xp.push_back(last);
  fp.insert(fp.begin(), fp.back());
  fp.push_back(fp[1]);
}

double number_in(const value& v) { return v.get<jax_scalar>()->value; }

// The numbers of a 0-d array's type, and that type.
jax_scalar type_of(const operand& o) { return {0, o.type, o.weak}; }
std::vector<double> numbers_in(const std::vector<value>& items, dtype type, bool x64) {
  std::vector<double> numbers;
  for (const value& v : items) numbers.push_back(rounded(operand_of(v, x64).value, type));
  return numbers;
}

// What jnp.interp takes for no distance: the spacing of numbers at the epsilon of their type.
double least_distance(dtype type) { return type == dtype::f32 ? 0x1p-46 : 0x1p-104; }

}  // namespace

std::size_t place_of(double x, const std::vector<double>& ascending, bool right) {
  std::size_t low = 0;
  std::size_t high = ascending.size();
  for (auto levels = std::bit_width(ascending.size()); levels > 0; --levels) {
    const std::size_t middle = low + (high - low) / 2;
    const double at = ascending[std::min(middle, ascending.size() - 1)];
    (right ? before(x, at) : !before(at, x)) ? high = middle : low = middle;
  }
  return high;
}

jax_interpolation::jax_interpolation(const value& x, const std::vector<value>& xp,
                                     const std::vector<value>& fp, interp_options options, bool x64)
    : x_type_(type_of(as_float(joint(operand_of(x, x64), operand_of(xp[0], x64), x64)))),
      f_type_(type_of(as_float(operand_of(fp[0], x64)))),
      xp_(numbers_in(xp, x_type_.type, x64)),
      fp_(numbers_in(fp, f_type_.type, x64)),
      options_(std::move(options)),
      x64_(x64) {
  if (is_narrow(x_type_.type) || is_narrow(f_type_.type))
    throw std::invalid_argument("jnp.interp of 16-bit numbers is not known here");
  if (options_.period) repeat(*options_.period);
}

void jax_interpolation::repeat(const value& period) {
  const value length = (*find_unary("abs"))(period, x64_);
  options_.period = length;
  jax_scalar type = x_type_;
  for (double& x : xp_) {
    x_type_.value = x;
    type = *binary("%", x_type_, length, x64_).get<jax_scalar>();
    x = type.value;
  }
  sort_points(xp_, fp_);
  x_type_ = type;
  const value first = binary("-", knot(xp_.size() - 1), length, x64_);
  const value last = binary("+", knot(0), length, x64_);
  wrap_around(xp_, fp_, number_in(first), number_in(last));
}

value jax_interpolation::knot(std::size_t i) const {
  return jax_scalar{xp_[i], x_type_.type, x_type_.weak};
}
value jax_interpolation::result(std::size_t i) const {
  return jax_scalar{fp_[i], f_type_.type, f_type_.weak};
}

value jax_interpolation::operator()(const value& given) const {
  value x =
      jax_scalar{rounded(operand_of(given, x64_).value, x_type_.type), x_type_.type, x_type_.weak};
  if (options_.period) x = binary("%", x, *options_.period, x64_);
  // One point has itself as its neighbour.
  const std::size_t last = xp_.size() - 1;
  const std::size_t i = std::min(std::max<std::size_t>(place_of(number_in(x), xp_, true), 1), last);
  const std::size_t before_i = i == 0 ? 0 : i - 1;
  const value df = binary("-", result(i), result(before_i), x64_);
  const value dx = binary("-", knot(i), knot(before_i), x64_);
  const value delta = binary("-", x, knot(before_i), x64_);
  const bool no_distance = std::abs(number_in(dx)) <= least_distance(x_type_.type);
  const value part = binary("/", delta, where(no_distance, std::int64_t{1}, dx, x64_), x64_);
  const value between = binary("+", result(before_i), binary("*", part, df, x64_), x64_);
  value f = where(no_distance, result(before_i), between, x64_);
  if (options_.period) return f;
  const auto outside = [&](const char* op, std::size_t end, const std::optional<value>& given_f) {
    f = where(binary(op, x, knot(end), x64_), given_f ? *given_f : result(end), f, x64_);
  };
  if (!options_.extrapolate_left) outside("<", 0, options_.left);
  if (!options_.extrapolate_right) outside(">", last, options_.right);
  return f;
}

numpy_interpolation::numpy_interpolation(std::vector<double> xp, std::vector<double> fp,
                                         std::optional<double> left, std::optional<double> right,
                                         std::optional<double> period)
    : xp_(std::move(xp)), fp_(std::move(fp)), left_(left), right_(right), period_(period) {
  if (!period_) return;
  if (*period_ == 0) throw std::invalid_argument("np.interp: period must not be 0");
  period_ = std::abs(*period_);
  for (double& x : xp_) x = *binary("%", x, *period_, true).get<double>();
  sort_points(xp_, fp_);
  wrap_around(xp_, fp_, xp_.back() - *period_, xp_.front() + *period_);
  left_ = right_ = std::nullopt;
}

double numpy_interpolation::operator()(double x) const {
  if (std::isnan(x)) return x;
  if (period_) x = *binary("%", x, *period_, true).get<double>();
  if (x > xp_.back()) return right_.value_or(fp_.back());
  const std::size_t behind = place_of(x, xp_, true);
  if (behind == 0) return left_.value_or(fp_.front());
  const std::size_t i = behind - 1;
  if (behind == xp_.size() || xp_[i] == x) return fp_[i];
  const double slope = (fp_[behind] - fp_[i]) / (xp_[behind] - xp_[i]);
  const double f = slope * (x - xp_[i]) + fp_[i];
  if (!std::isnan(f)) return f;
  // 0 * inf, from one of the two sides.
  const double from_behind = slope * (x - xp_[behind]) + fp_[behind];
  return std::isnan(from_behind) && fp_[i] == fp_[behind] ? fp_[i] : from_behind;
}

}  // namespace optaxx::recipes
