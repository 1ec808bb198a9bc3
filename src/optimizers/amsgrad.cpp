#include "optaxx/optimizers/amsgrad.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_amsgrad.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_amsgrad(const amsgrad_options<>& o) {
  return alias(own_call_of<amsgrad_options<given>>("amsgrad", o),
               chain(scale_by_amsgrad({.b1 = o.b1,
                                       .b2 = o.b2,
                                       .eps = o.eps,
                                       .eps_root = o.eps_root,
                                       .mu_dtype = o.mu_dtype,
                                       .bias_correction_mu = o.bias_correction_mu,
                                       .bias_correction_nu = o.bias_correction_nu,
                                       .nu_dtype = o.nu_dtype}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
