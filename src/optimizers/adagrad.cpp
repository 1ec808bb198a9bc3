#include "optaxx/optimizers/adagrad.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_rss.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adagrad(const adagrad_options<>& o) {
  return alias(call_of<adagrad_options<given>>("optax.adagrad", o),
               chain(scale_by_rss(o.initial_accumulator_value, o.eps),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
