#include "optaxx/optimizers/nadam.hpp"

#include "optaxx/optimizers/adam.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_nadam(const nadam_options<>& o) {
  return alias(call_of<nadam_options<given>>("optax.nadam", o),
               adam({.learning_rate = o.learning_rate,
                     .b1 = o.b1,
                     .b2 = o.b2,
                     .eps = o.eps,
                     .eps_root = o.eps_root,
                     .mu_dtype = o.mu_dtype,
                     .nesterov = o.nesterov}));
}

}  // namespace optaxx
