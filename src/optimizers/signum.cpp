#include "optaxx/optimizers/signum.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/ema.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_sign.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_signum(const signum_options<>& o) {
  return alias(
      call_of<signum_options<given>>("optax.signum", o),
      chain(ema({.decay = o.beta, .debias = false, .accumulator_dtype = o.accumulator_dtype}),
            scale_by_sign(), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
