#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// How many micro-batches make one gradient step: a number, or a function or schedule of the
/// gradient steps done so far.
class every_k {
 public:
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) every_k(Int k)
      : every_k(static_cast<std::int64_t>(k), nullptr) {}
  template <class Function>
  requires(std::is_invocable_r_v<std::int64_t, const Function&, step_t> &&
           !std::is_arithmetic_v<Function> && !std::same_as<Function, schedule>) every_k(Function f)
      : every_k(0, std::function<std::int64_t(step_t)>(std::move(f))) {}
  /// Its value is truncated.
  every_k(schedule s);

  /// Throws std::invalid_argument if it is less than 1.
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
