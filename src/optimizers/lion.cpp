#include "optaxx/optimizers/lion.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_lion.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_lion(const lion_options<>& o) {
  return alias(
      call_of<lion_options<given>>("optax.lion", o),
      chain(scale_by_lion({.b1 = o.b1, .b2 = o.b2, .mu_dtype = o.mu_dtype}),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
