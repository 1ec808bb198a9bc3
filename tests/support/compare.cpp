#include "support/compare.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <vector>

#include "support/same_bits.hpp"

namespace support {
namespace {

using namespace optaxx;

template <class T>
double steps_between(T a, T b) {
  using bits = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  const auto x = std::bit_cast<bits>(std::abs(a));
  const auto y = std::bit_cast<bits>(std::abs(b));
  if (std::signbit(a) != std::signbit(b)) return static_cast<double>(x) + static_cast<double>(y);
  return static_cast<double>(x > y ? x - y : y - x);
}

template <class T>
T ulp_of_largest(std::span<const T> values) {
  T largest = 0;
  for (const T value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  }
  return std::nextafter(largest, std::numeric_limits<T>::infinity()) - largest;
}

template <class T>
double distance(std::span<const T> got, std::span<const T> wanted, double floor) {
  const T forgiven = floor > 0 ? static_cast<T>(floor) * ulp_of_largest(wanted) : T(0);
  double result = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(got[i]) && std::isnan(wanted[i])) continue;
    if (std::isnan(got[i]) || std::isnan(wanted[i])) return std::numeric_limits<double>::infinity();
    if (std::abs(got[i] - wanted[i]) <= forgiven) continue;
    result = std::max(result, steps_between(got[i], wanted[i]));
  }
  return result;
}

std::vector<float> as_floats(const array& a) {
  std::vector<float> result;
  for (const double value : a.values<double>()) result.push_back(static_cast<float>(value));
  return result;
}

}  // namespace

testing::AssertionResult same_tree(const tree& got, const tree& wanted) {
  if (!same_structure(got.structure(), wanted.structure())) {
    return testing::AssertionFailure()
           << got.structure()->text() << " and " << wanted.structure()->text();
  }
  for (std::size_t i = 0; i < got.leaves().size(); ++i) {
    const auto same = same_bits(got.leaves().subspan(i, 1), wanted.leaves().subspan(i, 1));
    if (!same) return testing::AssertionFailure() << got.path(i) << ": " << same.message();
  }
  return testing::AssertionSuccess();
}

double ulp_distance(const array& got, const array& wanted, const ulp_options& options) {
  if (got.dtype() == dtype::f32) {
    return distance(got.values<float>(), wanted.values<float>(), options.floor);
  }
  if (!options.single)
    return distance(got.values<double>(), wanted.values<double>(), options.floor);
  return distance<float>(as_floats(got), as_floats(wanted), options.floor);
}

}  // namespace support
