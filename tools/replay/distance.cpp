#include "replay/distance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include "core/element.hpp"

namespace replay {
namespace {

using namespace optaxx;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr distance infinitely_far{infinity, infinity, infinity};

// The elements of a float array by their bits.
template <class Bits>
class elements {
 public:
  explicit elements(const array& a) : array_(&a) {}

  std::size_t size() const { return array_->size(); }
  Bits bits(std::size_t i) const {
    Bits b;
    std::memcpy(&b, static_cast<const char*>(array_->data()) + i * sizeof b, sizeof b);
    return b;
  }
  double value(std::size_t i) const {
    return optaxx::detail::load_element(array_->dtype(), array_->data(), i);
  }
  static constexpr Bits magnitude(Bits b) {
    return static_cast<Bits>(b & (static_cast<Bits>(~Bits{0}) >> 1));
  }

  // One step up from the largest finite magnitude.
  double ulp_of_largest() const {
    Bits largest = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      if (std::isfinite(value(i))) largest = std::max(largest, magnitude(bits(i)));
    }
    return value_of(static_cast<Bits>(largest + 1)) - value_of(largest);
  }

 private:
  double value_of(Bits b) const { return optaxx::detail::load_element(array_->dtype(), &b, 0); }

  const array* array_;
};

template <class Bits>
double steps_between(Bits a, Bits b) {
  const auto x = static_cast<double>(elements<Bits>::magnitude(a));
  const auto y = static_cast<double>(elements<Bits>::magnitude(b));
  if (elements<Bits>::magnitude(a) == a && elements<Bits>::magnitude(b) == b) {
    return static_cast<double>(a > b ? a - b : b - a);
  }
  const bool same_sign = (elements<Bits>::magnitude(a) == a) == (elements<Bits>::magnitude(b) == b);
  return same_sign ? static_cast<double>(a > b ? a - b : b - a) : x + y;
}

template <class Bits>
distance of_floats(const array& g, const array& w, double floor) {
  const elements<Bits> got(g);
  const elements<Bits> wanted(w);
  if (g.bytes() == 0 || std::memcmp(g.data(), w.data(), g.bytes()) == 0) return {};
  const double ulp = wanted.ulp_of_largest();
  distance result;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (got.bits(i) == wanted.bits(i)) continue;
    const double a = got.value(i);
    const double b = wanted.value(i);
    if (std::isnan(a) && std::isnan(b)) continue;
    if (std::isnan(a) || std::isnan(b)) return infinitely_far;
    const double difference = std::abs(a - b);
    if (difference == 0 || difference <= floor * ulp) continue;
    result.widen(
        {steps_between(got.bits(i), wanted.bits(i)), difference / ulp, difference / std::abs(b)});
  }
  return result;
}

array as_single(const array& a) {
  array result(dtype::f32, a.shape());
  for (std::size_t i = 0; i < a.size(); ++i)
    result.mutable_data<float>()[i] = static_cast<float>(a.data<double>()[i]);
  return result;
}

}  // namespace

void distance::widen(const distance& other) {
  ulp = std::max(ulp, other.ulp);
  leaf_ulp = std::max(leaf_ulp, other.leaf_ulp);
  relative = std::max(relative, other.relative);
}

bool bounds::hold(const distance& d) const {
  if (!ulp && !leaf_ulp) return d.ulp == 0;
  return (!ulp || d.ulp <= *ulp) && (!leaf_ulp || d.leaf_ulp <= *leaf_ulp);
}

double bounds::size_of(const distance& d) const { return leaf_ulp && !ulp ? d.leaf_ulp : d.ulp; }

std::string bounds::text() const {
  const std::string of_elements = fmt::format("{} ULP", ulp.value_or(0));
  if (!leaf_ulp) return of_elements;
  const std::string of_leaves = fmt::format("{} ULP of the array's largest", *leaf_ulp);
  return ulp ? of_elements + " and " + of_leaves : of_leaves;
}

distance distance_between(const array& got, const array& wanted, const distance_options& options) {
  if (got.dtype() != wanted.dtype() || !(got.shape() == wanted.shape())) return infinitely_far;
  switch (got.dtype()) {
    case dtype::f64:
      if (options.single) {
        return of_floats<std::uint32_t>(as_single(got), as_single(wanted), options.floor);
      }
      return of_floats<std::uint64_t>(got, wanted, options.floor);
    case dtype::f32:
      return of_floats<std::uint32_t>(got, wanted, options.floor);
    case dtype::bf16:
    case dtype::f16:
      return of_floats<std::uint16_t>(got, wanted, options.floor);
    default:
      return got == wanted ? distance() : infinitely_far;
  }
}

bool identical(const array& a, const array& b) {
  if (a.dtype() != b.dtype() || !(a.shape() == b.shape())) return false;
  if (a.bytes() == 0 || std::memcmp(a.data(), b.data(), a.bytes()) == 0) return true;
  if (!is_floating(a.dtype())) return false;
  const std::size_t width = size_of(a.dtype());
  const auto* x = static_cast<const std::byte*>(a.data());
  const auto* y = static_cast<const std::byte*>(b.data());
  const auto is_nan = [](const array& of, std::size_t i) {
    return std::isnan(optaxx::detail::load_element(of.dtype(), of.data(), i));
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::memcmp(x + i * width, y + i * width, width) == 0) continue;
    if (!is_nan(a, i) || !is_nan(b, i)) return false;
  }
  return true;
}

}  // namespace replay
