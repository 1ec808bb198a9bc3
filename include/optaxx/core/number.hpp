#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "optaxx/core/dtype.hpp"
#include "optaxx/core/refused.hpp"

namespace optaxx {

template <class T>
concept arithmetic = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

/// A numeric option: a double until it meets an array, as Python's numbers are. It knows whether it
/// was written as an int, and may carry a dtype (a value that was stored in an array: then `1 - b2`
/// is computed in that dtype).
class number {
 public:
  template <arithmetic T>
  constexpr number(T value)
      : value_(static_cast<double>(value)), integral_(std::is_integral_v<T>) {}
  constexpr number(double value, optaxx::dtype type) : value_(value), type_(type) {}
  OPTAXX_REFUSED("a number is wanted here, not a string",
                 std::convertible_to<std::string_view> Text, number(const Text&));
  OPTAXX_REFUSED("a number is wanted here, not a schedule; see inject_hyperparams",
                 std::invocable<std::int64_t> Function, number(const Function&));

  constexpr double value() const { return value_; }
  constexpr operator double() const { return value_; }
  constexpr bool integral() const { return integral_; }
  constexpr std::optional<optaxx::dtype> dtype() const { return type_; }

  /// 1 - value, formed in double, or in the number's dtype if it has one.
  double one_minus() const;
  /// -value; exact in any precision.
  constexpr number negated() const {
    number result = *this;
    result.value_ = -value_;
    return result;
  }
  /// Python's repr: "0.001", "1e-08", "3".
  std::string text() const;

 private:
  double value_;
  bool integral_ = false;
  std::optional<optaxx::dtype> type_ = {};
};

}  // namespace optaxx
