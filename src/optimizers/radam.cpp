#include "optaxx/optimizers/radam.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_radam.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_radam(const radam_options<>& o) {
  return alias(call_of<radam_options<given>>("optax.radam", o),
               chain(scale_by_radam({.b1 = o.b1,
                                     .b2 = o.b2,
                                     .eps = o.eps,
                                     .eps_root = o.eps_root,
                                     .threshold = o.threshold,
                                     .nesterov = o.nesterov}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
