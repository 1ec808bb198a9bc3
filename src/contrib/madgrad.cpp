#include "optaxx/contrib/madgrad.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_madgrad.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_madgrad(const madgrad_options<>& o) {
  return alias(own_call_of<madgrad_options<given>>("contrib.madgrad", o),
               chain(add_decayed_weights(o.weight_decay, o.mask),
                     scale_by_madgrad(o.learning_rate, o.momentum, o.eps)));
}

}  // namespace optaxx::contrib
