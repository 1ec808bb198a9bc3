#include "core/bias_correction.hpp"

#include <cmath>

#include "core/flush_guard.hpp"

namespace optaxx {
namespace {

template <class T>
[[gnu::noinline]] double correction(double decay, double t) {
  return static_cast<double>(T(1) - std::pow(static_cast<T>(decay), static_cast<T>(t)));
}

}  // namespace

double bias_correction(const number& decay, double t, bool x64) {
  const flush_guard guard;
  return x64 && decay.dtype() != dtype::f32 ? correction<double>(decay, t)
                                            : correction<float>(decay, t);
}

}  // namespace optaxx
