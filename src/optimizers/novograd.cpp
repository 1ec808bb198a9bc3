#include "optaxx/optimizers/novograd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_novograd.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_novograd(const novograd_options<>& o) {
  return alias(call_of<novograd_options<given>>("optax.novograd", o),
               chain(scale_by_novograd({.b1 = o.b1,
                                        .b2 = o.b2,
                                        .eps = o.eps,
                                        .eps_root = o.eps_root,
                                        .weight_decay = o.weight_decay}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
