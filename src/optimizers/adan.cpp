#include "optaxx/optimizers/adan.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adan.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adan(const adan_options<>& o) {
  return alias(
      call_of<adan_options<given>>("optax.adan", o),
      chain(scale_by_adan(o.b1, o.b2, o.b3, o.eps, o.eps_root),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
