#include "optaxx/optimizers/adabelief.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_belief.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adabelief(const adabelief_options<>& o) {
  return alias(call_of<adabelief_options<given>>("optax.adabelief", o),
               chain(scale_by_belief({.b1 = o.b1,
                                      .b2 = o.b2,
                                      .eps = o.eps,
                                      .eps_root = o.eps_root,
                                      .nesterov = o.nesterov}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
