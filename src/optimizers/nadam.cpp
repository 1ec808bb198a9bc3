#include "optaxx/optimizers/nadam.hpp"

#include "core/own_options.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_nadam(const nadam_options<>& o) {
  return alias(own_call_of<nadam_options<given>>("nadam", o),
               adam({.learning_rate = o.learning_rate,
                     .b1 = o.b1,
                     .b2 = o.b2,
                     .eps = o.eps,
                     .eps_root = o.eps_root,
                     .mu_dtype = o.mu_dtype,
                     .nesterov = o.nesterov,
                     .nu_dtype = o.nu_dtype}));
}

}  // namespace optaxx
