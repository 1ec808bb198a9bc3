#include "core/decimal.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "optaxx/core/small_floats.hpp"

namespace optaxx::detail {
namespace {

using buffer = std::array<char, 64>;

// From "-1.25e-08".
decimal parse(std::string_view text) {
  decimal result;
  result.negative = text.front() == '-';
  if (result.negative) text.remove_prefix(1);
  const std::size_t e = text.find('e');
  const std::string_view power = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
  std::from_chars(power.data(), power.data() + power.size(), result.exponent);
  result.digits = text.front();
  if (e > 2) result.digits += text.substr(2, e - 2);
  result.digits.erase(result.digits.find_last_not_of('0') + 1);
  if (result.digits.empty()) result.digits = "0";
  return result;
}

template <class Float>
decimal shortest_of(Float value) {
  buffer text;
  const char* const end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific)
          .ptr;
  return parse({text.data(), end});
}

template <class ToBits>
decimal shortest_by_trial(float value, std::uint16_t bits, ToBits to_bits) {
  for (int digits = 1; digits < 9; ++digits) {
    decimal attempt = rounded(static_cast<double>(value), digits);
    const std::string text = attempt.scientific();
    float back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    if (to_bits(back) == bits) return attempt;
  }
  return shortest_of(value);
}

}  // namespace

decimal shortest(double value) { return shortest_of(value); }
decimal shortest(float value) { return shortest_of(value); }

decimal shortest_bf16(std::uint16_t bits) {
  return shortest_by_trial(float_from_bf16(bits), bits, bf16_from_float);
}

decimal shortest_f16(std::uint16_t bits) {
  return shortest_by_trial(float_from_f16(bits), bits, f16_from_float);
}

decimal rounded(double value, int digits) {
  buffer text;
  const char* const end = std::to_chars(text.data(), text.data() + text.size(), value,
                                        std::chars_format::scientific, digits - 1)
                              .ptr;
  return parse({text.data(), end});
}

std::string decimal::fixed() const {
  std::string result = negative ? "-" : "";
  if (exponent < 0) {
    return result + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  }
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) {
    return result + digits + std::string(whole - digits.size(), '0') + ".";
  }
  return result + digits.substr(0, whole) + "." + digits.substr(whole);
}

std::string decimal::python() const {
  if (exponent < -4 || exponent >= 16) return scientific();
  const std::string text = fixed();
  return text.back() == '.' ? text + "0" : text;
}

std::string decimal::scientific(std::size_t fraction) const {
  std::string result = negative ? "-" : "";
  result += digits[0];
  if (fraction < digits.size() - 1) fraction = digits.size() - 1;
  if (fraction > 0) {
    result += "." + digits.substr(1) + std::string(fraction - (digits.size() - 1), '0');
  }
  result += exponent < 0 ? "e-" : "e+";
  const std::string power = std::to_string(exponent < 0 ? -exponent : exponent);
  return result + (power.size() < 2 ? "0" + power : power);
}

}  // namespace optaxx::detail
