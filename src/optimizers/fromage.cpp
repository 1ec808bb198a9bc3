#include "optaxx/optimizers/fromage.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "core/flush_guard.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
namespace {

// m = 1 / sqrt(1 + rate^2): a square and a power of 0.5 in Python and in Optax.
template <class T>
T multiplier(T rate) {
  return T(1) / std::pow(T(1) + rate * rate, T(0.5));
}

enum class part : std::uint8_t { rate, decay };

template <class T>
[[gnu::noinline]] double value_of(part which, double rate) {
  const T r = static_cast<T>(rate);
  const T m = multiplier(r);
  return static_cast<double>(which == part::rate ? m * r : m - T(1));
}

// Of a number of Python in double, of an array in its dtype, or if it has integers in JAX's for
// floats.
number part_of(part which, const number& rate, bool x64) {
  const bool typed = rate.dtype() && is_floating(*rate.dtype());
  const bool wide = typed ? rate.dtype() == dtype::f64 : x64;
  const double value = detail::flushed(
      [&] { return wide ? value_of<double>(which, rate) : value_of<float>(which, rate); });
  if (typed) return {value, *rate.dtype()};
  if (rate.dtype()) return {value, x64 ? dtype::f64 : dtype::f32};
  return value;
}

class part_of_schedule final : public schedule_function {
 public:
  part_of_schedule(part which, schedule rate) : which_(which), rate_(std::move(rate)) {}
  number at(const number& count, bool x64) const override {
    return part_of(which_, rate_.at(count, x64), x64);
  }
  std::string describe() const override {
    const std::string rate = rate_.describe() + "(count)";
    const std::string m = "1 / (1 + " + rate + " ** 2) ** 0.5";
    return "lambda count: " + m + (which_ == part::rate ? " * " + rate : " - 1");
  }

 private:
  part which_;
  schedule rate_;
};

scalar_or_schedule part_of(part which, const scalar_or_schedule& rate) {
  if (rate.is_schedule()) return schedule(part_of_schedule(which, rate.as_schedule()));
  return part_of(which, rate.as_number(), true);
}

}  // namespace

transformation detail::make_fromage(const fromage_options<>& o) {
  return alias(call_of<fromage_options<given>>("optax.fromage", o),
               chain(scale_by_trust_ratio(o.min_norm),
                     scale_by_learning_rate(part_of(part::rate, o.learning_rate)),
                     add_decayed_weights(part_of(part::decay, o.learning_rate))));
}

}  // namespace optaxx
