#include "optaxx/optimizers/noisy_sgd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_noise.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_noisy_sgd(const noisy_sgd_options<>& o) {
  return alias(call_of<noisy_sgd_options<given>>("optax.noisy_sgd", o),
               chain(add_noise(o.eta, o.gamma, o.key), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
