#include "optaxx/optimizers/adafactor.hpp"

#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/clip_by_block_rms.hpp"
#include "optaxx/transforms/ema.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_param_block_rms.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_adafactor(const adafactor_options<>& o) {
  std::vector<transformation> links{scale_by_factored_rms(o.factored, o.decay_rate, o.decay_offset,
                                                          o.min_dim_size_to_factor, o.eps)};
  if (o.clipping_threshold) links.push_back(clip_by_block_rms(*o.clipping_threshold));
  if (o.learning_rate)
    links.push_back(scale_by_learning_rate(*o.learning_rate, {.flip_sign = false}));
  if (o.multiply_by_parameter_scale) links.push_back(scale_by_param_block_rms());
  if (o.momentum)
    links.push_back(ema(*o.momentum, {.debias = false, .accumulator_dtype = o.dtype_momentum}));
  if (o.weight_decay_rate)
    links.push_back(add_decayed_weights(*o.weight_decay_rate, o.weight_decay_mask));
  links.push_back(scale(-1));
  return alias(call_of<adafactor_options<>>("optax.adafactor", o), chain(std::move(links)));
}

}  // namespace optaxx
