#include "optaxx/transforms/measure_with_ema.hpp"

#include <stdexcept>

#include "optaxx/transforms/ema.hpp"

namespace optaxx {

measurement detail::make_measure_with_ema(const measure_with_ema_options<>& o) {
  if (!o.measure) throw std::invalid_argument("measure_with_ema: measure is empty");
  return {o.measure, ema(o.decay, o.debias, o.accumulator_dtype),
          call_of<measure_with_ema_options<given, given>>("optax.measure_with_ema", o)};
}

}  // namespace optaxx
