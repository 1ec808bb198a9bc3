#include "optaxx/optimizers/sign_sgd.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_sign.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_sign_sgd(const sign_sgd_options<>& o) {
  return alias(call_of<sign_sgd_options<given>>("optax.sign_sgd", o),
               chain(scale_by_sign(), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
