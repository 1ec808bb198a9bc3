#include "optaxx/contrib/madgrad.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_madgrad.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_madgrad(const madgrad_options<>& o) {
  return alias(call_of<madgrad_options<given>>("optax.contrib.madgrad", o),
               chain(add_decayed_weights(o.weight_decay),
                     scale_by_madgrad(o.learning_rate, o.momentum, o.eps)));
}

}  // namespace optaxx::contrib
