#pragma once

#include <initializer_list>
#include <optional>
#include <utility>

#include "core/flush_guard.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx::detail {

/// How JAX computes with a count and the numbers of steps that it meets. Ints stay ints until they
/// are divided, and their quotient is a float32 array in either mode; with a float among them all
/// is of the mode's precision.
struct step_precision {
  bool ints;
  bool doubles;
  std::optional<dtype> type;  ///< Of what is computed; unset: of what it meets.
};
step_precision precision_of(std::initializer_list<number> steps, bool x64);

/// a - b: of two ints an int, otherwise a float; as Python or JAX computes it.
number difference(const number& a, const number& b);
number difference(const number& count, const number& boundary, bool x64);

/// f(steps, real) with a zero of the type that differences of steps are computed in, exactly if
/// they are ints, and one of the type that follows; under a flush_guard.
template <class Function>
number in_precision(const step_precision& precision, const Function& f) {
  const double value = flushed([&] {
    if (precision.doubles) return f(double{}, double{});
    return static_cast<double>(precision.ints ? f(double{}, float{}) : f(float{}, float{}));
  });
  if (precision.type) return {value, *precision.type};
  return value;
}

}  // namespace optaxx::detail
