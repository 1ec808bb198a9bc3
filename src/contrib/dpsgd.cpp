#include "optaxx/contrib/dpsgd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/differentially_private_aggregate.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/trace.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_dpsgd(const dpsgd_options<>& o) {
  return alias(call_of<dpsgd_options<given, given, given, given>>("optax.contrib.dpsgd", o),
               chain(differentially_private_aggregate(o.l2_norm_clip, o.noise_multiplier, o.seed),
                     o.momentum ? trace(*o.momentum, {.nesterov = o.nesterov}) : identity(),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
