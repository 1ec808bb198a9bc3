#include "optaxx/optimizers/adadelta.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adadelta.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adadelta(const adadelta_options<>& o) {
  return alias(call_of<adadelta_options<>>("optax.adadelta", o),
               chain(add_decayed_weights(o.weight_decay, o.weight_decay_mask),
                     scale_by_adadelta(o.rho, o.eps), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
