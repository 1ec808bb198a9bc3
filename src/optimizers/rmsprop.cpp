#include "optaxx/optimizers/rmsprop.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_rms.hpp"
#include "optaxx/transforms/scale_by_stddev.hpp"
#include "optaxx/transforms/trace.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
namespace {

// `scale_by` is scale_by_rms or scale_by_stddev.
template <class Factory>
transformation scaling(const Factory& scale_by, const rmsprop_options<>& o) {
  return scale_by({.decay = o.decay,
                   .eps = o.eps,
                   .initial_scale = o.initial_scale,
                   .eps_in_sqrt = o.eps_in_sqrt,
                   .bias_correction = o.bias_correction});
}

}  // namespace

transformation detail::make_rmsprop(const rmsprop_options<>& o) {
  return alias(
      call_of<rmsprop_options<given>>("optax.rmsprop", o),
      chain(o.centered ? scaling(scale_by_stddev, o) : scaling(scale_by_rms, o),
            scale_by_learning_rate(o.learning_rate),
            o.momentum ? trace({.decay = *o.momentum, .nesterov = o.nesterov}) : identity()));
}

}  // namespace optaxx
