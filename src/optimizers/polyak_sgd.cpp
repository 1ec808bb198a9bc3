#include "optaxx/optimizers/polyak_sgd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/scale_by_polyak.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_polyak_sgd(const polyak_sgd_options<>& o) {
  return alias(call_of<polyak_sgd_options<>>("optax.polyak_sgd", o),
               chain(sgd(o.scaling), scale_by_polyak({.f_min = o.f_min,
                                                      .max_learning_rate = o.max_learning_rate,
                                                      .eps = o.eps,
                                                      .variant = o.variant})));
}

}  // namespace optaxx
