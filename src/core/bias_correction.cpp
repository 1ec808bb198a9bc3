#include "core/bias_correction.hpp"

#include <cmath>

#include "core/flush_guard.hpp"
#include "core/one_minus.hpp"

namespace optaxx {
namespace {

template <class T>
[[gnu::noinline]] double correction(double decay, double t) {
  // decay^t <= exp(-t (1 - decay)), which is below half a unit in the last place of 1, even of a
  // double. The C library takes long over a power that vanishes.
  if (decay >= 0.0 && t * (1.0 - decay) > 40.0) return 1.0;
  return static_cast<double>(T(1) - std::pow(static_cast<T>(decay), static_cast<T>(t)));
}

// Under a guard.
double correction_of(const number& decay, double t, bool x64) {
  return x64 && decay.dtype() != dtype::f32 ? correction<double>(decay, t)
                                            : correction<float>(decay, t);
}

}  // namespace

double bias_correction(const number& decay, double t, bool x64) {
  const nearest_guard guard;
  return correction_of(decay, t, x64);
}

moment_numbers moment_numbers_at(const number& b1, const number& b2, double t, bool x64) {
  const nearest_guard guard;
  return {detail::one_minus(b1), detail::one_minus(b2), correction_of(b1, t, x64),
          correction_of(b2, t, x64)};
}

}  // namespace optaxx
