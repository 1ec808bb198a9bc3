#include "optaxx/contrib/cocob.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_cocob.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_cocob(const cocob_options<>& o) {
  return alias(call_of<cocob_options<>>("optax.contrib.cocob", o),
               chain(add_decayed_weights(o.weight_decay, o.mask),
                     scale_by_learning_rate(o.learning_rate, {.flip_sign = false}),
                     scale_by_cocob(o.alpha, o.eps)));
}

}  // namespace optaxx::contrib
