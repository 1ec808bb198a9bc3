#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

template <class Function>
concept condition_of_step = std::is_invocable_r_v<bool, const Function&, step_t> &&
    !std::is_invocable_v<const Function&, step_t, const extra_args&>;

/// Whether an inner transformation is called: a function of the step, counted from 0, or of the
/// step and the extra arguments, which it gets if they are forwarded.
struct condition : std::function<bool(step_t step, const extra_args& extra)> {
  using function::function;
  template <condition_of_step Function>
  condition(Function f)
      : function([f = std::move(f)](step_t step, const extra_args&) { return f(step); }) {}
};

std::string option_text(const condition& value);

}  // namespace optaxx
