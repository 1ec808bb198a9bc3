#include "optaxx/optimizers/adam.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adam(const adam_options<>& o) {
  return alias(own_call_of<adam_options<given>>("adam", o),
               chain(scale_by_adam({.b1 = o.b1,
                                    .b2 = o.b2,
                                    .eps = o.eps,
                                    .eps_root = o.eps_root,
                                    .mu_dtype = o.mu_dtype,
                                    .nesterov = o.nesterov,
                                    .nu_dtype = o.nu_dtype}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
