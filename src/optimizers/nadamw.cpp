#include "optaxx/optimizers/nadamw.hpp"

#include "core/own_options.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_nadamw(const nadamw_options<>& o) {
  return alias(own_call_of<nadamw_options<given>>("nadamw", o),
               adamw({.learning_rate = o.learning_rate,
                      .b1 = o.b1,
                      .b2 = o.b2,
                      .eps = o.eps,
                      .eps_root = o.eps_root,
                      .mu_dtype = o.mu_dtype,
                      .weight_decay = o.weight_decay,
                      .mask = o.mask,
                      .nesterov = o.nesterov,
                      .nu_dtype = o.nu_dtype}));
}

}  // namespace optaxx
