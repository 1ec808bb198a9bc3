#include "optaxx/optimizers/sgd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/trace.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_sgd(const sgd_options<>& o) {
  return alias(call_of<sgd_options<given>>("optax.sgd", o),
               chain(o.momentum ? trace({.decay = *o.momentum,
                                         .nesterov = o.nesterov,
                                         .accumulator_dtype = o.accumulator_dtype})
                                : identity(),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
