#pragma once

#include <cstdint>
#include <string>

namespace optaxx::detail {

/// A finite number in decimal digits: d.ddd * 10^exponent, without zeros at the end.
struct decimal {
  bool negative = false;
  std::string digits = "0";
  int exponent = 0;

  /// "1." and "0.25".
  std::string fixed() const;
  /// As Python writes a float: "1.0", "0.25", "1e-08".
  std::string python() const;
  /// "1.25e-08"; with zeros up to that many digits after the point.
  std::string scientific(std::size_t fraction = 0) const;
};

/// The fewest digits that are read back as the same number of that type.
decimal shortest(double value);
decimal shortest(float value);
decimal shortest_bf16(std::uint16_t bits);
decimal shortest_f16(std::uint16_t bits);
/// Rounded to so many digits.
decimal rounded(double value, int digits);

}  // namespace optaxx::detail
