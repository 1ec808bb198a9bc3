#include "optaxx/optimizers/lamb.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_lamb(const lamb_options<>& o) {
  return alias(call_of<lamb_options<given>>("optax.lamb", o),
               chain(scale_by_adam({.b1 = o.b1, .b2 = o.b2, .eps = o.eps, .eps_root = o.eps_root}),
                     add_decayed_weights(o.weight_decay, o.mask), scale_by_trust_ratio(),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
