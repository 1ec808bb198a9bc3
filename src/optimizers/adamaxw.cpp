#include "optaxx/optimizers/adamaxw.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adamax.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adamaxw(const adamaxw_options<>& o) {
  return alias(
      call_of<adamaxw_options<given>>("optax.adamaxw", o),
      chain(scale_by_adamax(o.b1, o.b2, o.eps), add_decayed_weights(o.weight_decay, o.mask),
            scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
