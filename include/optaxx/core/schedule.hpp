#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "optaxx/core/dtype.hpp"
#include "optaxx/core/nestable.hpp"
#include "optaxx/core/number.hpp"

namespace optaxx {

/// A step count, an int32 in the state.
using step_t = std::int64_t;

/// How a schedule is computed. Implementations compute in float32, operation by operation as Optax
/// does, and in x64 mode (a tree with a float64 leaf) in what Optax then uses. A count is an int,
/// but behind a fractional boundary of join_schedules a float. What they give has a dtype if it is
/// an array of this dtype in Optax; otherwise it takes the precision of what it meets.
class schedule_function : public detail::nestable {
 public:
  virtual number at(const number& count, bool x64) const = 0;
  /// The Optax expression.
  virtual std::string describe() const = 0;
};

class schedule;

/// A user's function from a step to a double.
template <class Function>
concept step_function = std::is_invocable_r_v<double, const Function&, step_t> &&
                        !std::derived_from<Function, schedule> &&
                        !std::derived_from<Function, schedule_function>;

namespace detail {

// A user's function without its type. One with a parameter that is an integer gets whole steps.
struct erased_step_function {
  std::function<number(double)> f;
  bool whole_steps;
};
template <class Function>
erased_step_function erased(Function f);

}  // namespace detail

/// Step count -> value. Any callable from a step to a double is one; its value is rounded once,
/// where it meets an array. If it gives integers, these are an int32 array to inject_hyperparams,
/// as in `lambda count: count`. Parameters of type double get fractional steps too.
class schedule {
 public:
  template <step_function Function>
  schedule(Function f) : schedule(std::move(f), std::string("schedule")) {}
  template <std::derived_from<schedule_function> Function>
  schedule(Function f) : function_(new const Function(std::move(f)), detail::nestable::deleter{}) {}
  /// A callable with the name under which describe() shows it.
  /// Throws std::invalid_argument unless Python can read the name and it means nothing else there
  /// (`lambda`, `min`, `optax` do).
  template <step_function Function>
  schedule(Function f, std::string name)
      : schedule(detail::erased(std::move(f)), std::move(name)) {}

  /// The number that a step at this count uses, for a tree of leaves of that dtype: a float32, a
  /// float64, or one that is rounded to bfloat16 or float16. A count may be fractional, as in
  /// Optax. Throws std::invalid_argument for a dtype that is not of floats.
  double operator()(const number& count, dtype leaves = dtype::f32) const;
  number at(const number& count, bool x64) const { return function_->at(count, x64); }
  std::string describe() const { return function_->describe(); }

 private:
  schedule(detail::erased_step_function f, std::string name);

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

namespace detail {

template <class Function>
bool is_empty(const Function& f) {
  if constexpr (std::is_pointer_v<Function>) {
    return f == nullptr;
  } else if constexpr (requires {
                         typename Function::result_type;
                         f == nullptr;
                       }) {
    return f == nullptr;  // a std::function
  } else {
    return false;
  }
}

template <class Function>
erased_step_function erased(Function f) {
  if (is_empty(f)) return {nullptr, true};
  constexpr bool takes_doubles = requires(double step) { std::as_const(f)({step}); };
  using step = std::conditional_t<takes_doubles, double, step_t>;
  using result = std::invoke_result_t<const Function&, step>;
  return {[f = std::move(f)](double count) -> number {
            const auto value = static_cast<double>(f(static_cast<step>(count)));
            if constexpr (std::same_as<result, bool>) return {value, dtype::boolean};
            if constexpr (std::is_integral_v<result>) return {value, dtype::i32};
            return value;
          },
          !takes_doubles};
}

}  // namespace detail

}  // namespace optaxx
