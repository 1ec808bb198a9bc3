#include "optaxx/optimizers/adamax.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_adamax.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adamax(const adamax_options<>& o) {
  return alias(call_of<adamax_options<given>>("optax.adamax", o),
               chain(scale_by_adamax(o.b1, o.b2, o.eps), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
