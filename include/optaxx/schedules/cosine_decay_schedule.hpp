#pragma once

#include "optaxx/core/number.hpp"
#include "optaxx/core/options.hpp"
#include "optaxx/core/schedule.hpp"

namespace optaxx {

/// Half a cosine wave down to `alpha * init_value`, constant from then on. At step t, with
/// T = `decay_steps`,
///
///     init_value * ((1 - alpha) * d^exponent + alpha),   d = (1 + cos(pi * min(t, T) / T)) / 2
///
/// An integer exponent is repeated multiplication, 1.0 is pow. Throws std::invalid_argument unless
/// `decay_steps` is positive. Source: Loshchilov and Hutter 2017, SGDR, arXiv:1608.03983. Mirrors
/// optax.cosine_decay_schedule.
template <class InitValue = number, class DecaySteps = number, class Alpha = number,
          class Exponent = number>
struct cosine_decay_schedule_options {
  InitValue init_value = missing<InitValue>();     ///< Required. Value at step 0.
  DecaySteps decay_steps = missing<DecaySteps>();  ///< Required. Steps until the last value.
  Alpha alpha = or_default<Alpha>(0.0);            ///< The last value, as a fraction of the first.
  Exponent exponent = or_default<Exponent>(1.0);   ///< Above 1: falls sooner.
  OPTAXX_FIELDS(init_value, decay_steps, alpha, exponent)
};

namespace detail {
schedule make_cosine_decay_schedule(const cosine_decay_schedule_options<>& o);
}

inline constexpr factory<schedule, cosine_decay_schedule_options, 2, number, number, number, number>
    cosine_decay_schedule{detail::make_cosine_decay_schedule};

namespace schedules {
using optaxx::cosine_decay_schedule;
}

}  // namespace optaxx
