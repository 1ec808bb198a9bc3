#include "optaxx/contrib/ademamix.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_ademamix.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_ademamix(const ademamix_options<>& o) {
  return alias(
      own_call_of<ademamix_options<given>>("contrib.ademamix", o),
      chain(scale_by_ademamix({.b1 = o.b1,
                               .b2 = o.b2,
                               .b3 = o.b3,
                               .alpha = o.alpha,
                               .eps = o.eps,
                               .eps_root = o.eps_root,
                               .mu_dtype = o.mu_dtype,
                               .nu_dtype = o.nu_dtype}),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
