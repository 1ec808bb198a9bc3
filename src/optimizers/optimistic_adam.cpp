#include "optaxx/optimizers/optimistic_adam.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_optimistic_gradient.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_optimistic_adam(const optimistic_adam_options<>& o) {
  return alias(
      own_call_of<optimistic_adam_options<given>>("optimistic_adam", o),
      chain(scale_by_adam({.b1 = o.b1,
                           .b2 = o.b2,
                           .eps = o.eps,
                           .eps_root = o.eps_root,
                           .mu_dtype = o.mu_dtype,
                           .nesterov = o.nesterov,
                           .nu_dtype = o.nu_dtype}),
            scale_by_optimistic_gradient(o.learning_rate, o.optimism.value_or(o.learning_rate)),
            scale_by_learning_rate(1.0)));
}

}  // namespace optaxx
