#include "optaxx/optimizers/adamw.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adamw(const adamw_options<>& o) {
  return alias(
      own_call_of<adamw_options<given>>("adamw", o),
      chain(scale_by_adam({.b1 = o.b1,
                           .b2 = o.b2,
                           .eps = o.eps,
                           .eps_root = o.eps_root,
                           .mu_dtype = o.mu_dtype,
                           .nesterov = o.nesterov,
                           .nu_dtype = o.nu_dtype}),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
