#include "optaxx/contrib/acprop.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_acprop.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_acprop(const acprop_options<>& o) {
  return alias(
      call_of<acprop_options<given>>("optax.contrib.acprop", o),
      chain(scale_by_acprop(o.b1, o.b2, o.eps, o.eps_root),
            add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
