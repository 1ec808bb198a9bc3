#include "optaxx/optimizers/rprop.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_rprop.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_rprop(const rprop_options<>& o) {
  return alias(call_of<rprop_options<given>>("optax.rprop", o),
               chain(scale_by_rprop(o.learning_rate, o.eta_minus, o.eta_plus, o.min_step_size,
                                    o.max_step_size),
                     scale(-1.0)));
}

}  // namespace optaxx
