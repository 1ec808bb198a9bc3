#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "optaxx/core/number.hpp"

namespace optaxx {

/// A step count, an int32 in the state.
using step_t = std::int64_t;

/// What a schedule gives at a step. `single`: a float32 array in Optax; otherwise a number that
/// takes the precision of what it meets (float32, or float64 in x64 mode).
struct schedule_value {
  double value = 0;
  bool single = false;
};

/// How a schedule is computed. Implementations compute in float32, operation by operation as Optax
/// does, and in x64 mode (a tree with a float64 leaf) in what Optax then uses.
class schedule_function {
 public:
  virtual ~schedule_function() = default;
  virtual schedule_value at(step_t count, bool x64) const = 0;
  /// The Optax expression.
  virtual std::string describe() const = 0;
};

class schedule;

/// A user's function from a step to a double.
template <class Function>
concept step_function = std::is_invocable_r_v<double, const Function&, step_t> &&
                        !std::derived_from<Function, schedule> &&
                        !std::derived_from<Function, schedule_function>;

/// Step count -> value. Any callable from a step to a double is one; its value is rounded once,
/// where it meets an array.
class schedule {
 public:
  template <step_function Function>
  schedule(Function f)
      : schedule(std::function<double(step_t)>(
                     [f = std::move(f)](step_t n) { return static_cast<double>(f(n)); }),
                 std::string("schedule")) {}
  template <std::derived_from<schedule_function> Function>
  schedule(Function f) : function_(std::make_shared<const Function>(std::move(f))) {}
  /// A callable with the name under which describe() shows it.
  /// Throws std::invalid_argument unless Python can read the name and it means nothing else there
  /// (`lambda`, `min`, `optax` do).
  schedule(std::function<double(step_t)> f, std::string name);

  /// The value at a step, in float32 mode.
  double operator()(step_t count) const { return function_->at(count, false).value; }
  schedule_value at(step_t count, bool x64) const { return function_->at(count, x64); }
  std::string describe() const { return function_->describe(); }

 private:
  std::shared_ptr<const schedule_function> function_;
};

/// A schedule, or what one is made from.
template <class Function>
concept schedule_like = std::constructible_from<schedule, Function>;

/// An option that is a number or changes with the step count.
class scalar_or_schedule {
 public:
  template <arithmetic T>
  scalar_or_schedule(T value) : value_(number(value)) {}
  scalar_or_schedule(number value) : value_(value) {}
  template <schedule_like Function>
  scalar_or_schedule(Function&& f) : value_(schedule(std::forward<Function>(f))) {}
  OPTAXX_REFUSED("a number or a schedule is wanted here, not a string",
                 std::convertible_to<std::string_view> Text, scalar_or_schedule(const Text&));

  bool is_schedule() const { return std::holds_alternative<schedule>(value_); }
  const number& as_number() const { return std::get<number>(value_); }
  const schedule& as_schedule() const { return std::get<schedule>(value_); }
  std::string text() const { return is_schedule() ? as_schedule().describe() : as_number().text(); }

 private:
  std::variant<number, schedule> value_;
};

}  // namespace optaxx
