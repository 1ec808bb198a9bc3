#include "optaxx/optimizers/optimistic_gradient_descent.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_optimistic_gradient.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_optimistic_gradient_descent(
    const optimistic_gradient_descent_options<>& o) {
  return alias(
      call_of<optimistic_gradient_descent_options<given>>("optax.optimistic_gradient_descent", o),
      chain(scale_by_optimistic_gradient(o.alpha, o.beta),
            scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
