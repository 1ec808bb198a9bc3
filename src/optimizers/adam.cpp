#include "optaxx/optimizers/adam.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adam(const adam_options<>& o) {
  return alias(call_of<adam_options<given>>("optax.adam", o),
               chain(scale_by_adam({.b1 = o.b1,
                                    .b2 = o.b2,
                                    .eps = o.eps,
                                    .eps_root = o.eps_root,
                                    .mu_dtype = o.mu_dtype,
                                    .nesterov = o.nesterov}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
