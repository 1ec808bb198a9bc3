#include "tensors/element.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>

#include "optaxx/core/small_floats.hpp"

namespace tensors {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

template <class T>
double number(const std::byte* element) {
  T x;
  std::memcpy(&x, element, sizeof x);
  return static_cast<double>(x);
}

// What the largest exponent of a float8 means.
enum class top { infinity_and_nan, one_nan, numbers };

// Of sign, exponent and fraction. With `numbers`, as of the types FNUZ, minus zero is NaN.
template <int fraction_bits, int bias, top top_exponent>
double float8(const std::byte* element) {
  const int bits = std::to_integer<int>(*element);
  const int magnitude = bits & 0x7f;
  const int exponent = magnitude >> fraction_bits;
  const int fraction = magnitude & ((1 << fraction_bits) - 1);
  const double sign = bits < 0x80 ? 1 : -1;
  if (top_exponent == top::numbers && bits == 0x80) return nan;
  if (top_exponent == top::one_nan && magnitude == 0x7f) return nan;
  if (top_exponent == top::infinity_and_nan && exponent == 0x7f >> fraction_bits)
    return fraction == 0 ? sign * std::numeric_limits<double>::infinity() : nan;
  const int significand = exponent == 0 ? fraction : fraction | 1 << fraction_bits;
  return sign * std::ldexp(significand, std::max(exponent, 1) - bias - fraction_bits);
}

// A power of two.
double exponent8(const std::byte* element) {
  const int bits = std::to_integer<int>(*element);
  return bits == 0xff ? nan : std::ldexp(1.0, bits - 127);
}

struct row {
  std::string_view tag;
  element_reader read;
};
constexpr row rows[] = {{"F32", number<float>},
                        {"F64", number<double>},
                        {"BF16", number<optaxx::bfloat16>},
                        {"F16", number<optaxx::float16>},
                        {"I8", number<std::int8_t>},
                        {"I16", number<std::int16_t>},
                        {"I32", number<std::int32_t>},
                        {"I64", number<std::int64_t>},
                        {"U8", number<std::uint8_t>},
                        {"U16", number<std::uint16_t>},
                        {"U32", number<std::uint32_t>},
                        {"U64", number<std::uint64_t>},
                        {"BOOL", number<std::uint8_t>},
                        {"F8_E5M2", float8<2, 15, top::infinity_and_nan>},
                        {"F8_E4M3", float8<3, 7, top::one_nan>},
                        {"F8_E5M2FNUZ", float8<2, 16, top::numbers>},
                        {"F8_E4M3FNUZ", float8<3, 8, top::numbers>},
                        {"F8_E8M0", exponent8}};

}  // namespace

element_reader reader_of(std::string_view tag) {
  const row* const found =
      std::find_if(std::begin(rows), std::end(rows), [&](const row& r) { return r.tag == tag; });
  return found == std::end(rows) ? nullptr : found->read;
}

}  // namespace tensors
