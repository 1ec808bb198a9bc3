#include "optaxx/optimizers/lars.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "optaxx/transforms/trace.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_lars(const lars_options<>& o) {
  return alias(
      call_of<lars_options<given>>("optax.lars", o),
      chain(add_decayed_weights(o.weight_decay, o.weight_decay_mask),
            masked(scale_by_trust_ratio({.trust_coefficient = o.trust_coefficient, .eps = o.eps}),
                   o.trust_ratio_mask),
            scale_by_learning_rate(o.learning_rate),
            trace({.decay = o.momentum, .nesterov = o.nesterov})));
}

}  // namespace optaxx
