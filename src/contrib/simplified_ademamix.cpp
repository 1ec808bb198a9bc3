#include "optaxx/contrib/simplified_ademamix.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_simplified_ademamix.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_simplified_ademamix(const simplified_ademamix_options<>& o) {
  return alias(
      call_of<simplified_ademamix_options<given>>("optax.contrib.simplified_ademamix", o),
      chain(scale_by_simplified_ademamix(o.b1, o.b2, o.alpha, o.eps, o.eps_root),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
