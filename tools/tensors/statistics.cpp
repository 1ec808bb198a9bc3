#include "tensors/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tensors/element.hpp"

namespace tensors {

std::optional<statistics> statistics_of(const optaxx::io::tensor& t) {
  const element_reader read = reader_of(t.tag);
  if (read == nullptr) return {};
  const std::size_t elements = t.elements();
  const std::size_t width = elements == 0 ? 0 : t.bytes.size() / elements;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr double infinity = std::numeric_limits<double>::infinity();
  statistics s{infinity, -infinity, 0, 0};
  double largest = 0;  // squares are taken of what is divided by it, lest they overflow
  for (std::size_t i = 0; i < elements; ++i) {
    const double x = read(t.bytes.data() + i * width);
    if (!std::isfinite(x)) {
      ++s.nonfinite;
      continue;
    }
    if (x == 0) ++s.zeros;
    s.min = std::min(s.min, x);
    s.max = std::max(s.max, x);
    largest = std::max(largest, std::abs(x));
  }
  const auto count = static_cast<double>(elements - s.nonfinite);
  if (count == 0) return statistics{nan, nan, nan, nan, s.zeros, s.nonfinite};
  if (largest == 0) return s;
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < elements; ++i) {
    const double x = read(t.bytes.data() + i * width) / largest;
    if (!std::isfinite(x)) continue;
    sum += x;
    squares += x * x;
  }
  s.mean = sum / count * largest;
  s.rms = std::sqrt(squares / count) * largest;
  return s;
}

}  // namespace tensors
