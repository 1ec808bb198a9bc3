#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/refused.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

namespace detail {

template <class Function>
concept gives_integers =
    step_function<Function> && std::integral<std::invoke_result_t<const Function&, step_t>>;
template <class Function>
concept gives_floats = step_function<Function> && !gives_integers<Function>;

}  // namespace detail

/// How many micro-batches make one gradient step: a number, or a function or schedule of the
/// gradient steps done so far. It is an integer, and 2.0 is none, as in Optax.
class every_k {
 public:
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) every_k(Int k)
      : every_k(static_cast<std::int64_t>(k), nullptr) {}
  template <detail::gives_integers Function>
  every_k(Function f) : every_k(0, std::function<std::int64_t(step_t)>(std::move(f))) {}
  OPTAXX_REFUSED("every_k_schedule must give integers", detail::gives_floats Function,
                 every_k(const Function&));
  /// Constants that are ints, and what joins them; others give floats.
  every_k(schedule s);

  /// Throws std::invalid_argument if it is less than 1, or a float of a schedule.
  std::int64_t at(step_t gradient_step) const;
  std::string text() const;

 private:
  every_k(std::int64_t k, std::function<std::int64_t(step_t)> f);

  std::int64_t k_;
  std::function<std::int64_t(step_t)> function_;
  std::string text_ = "every_k_schedule";
};

std::string option_text(const every_k& value);

}  // namespace optaxx
