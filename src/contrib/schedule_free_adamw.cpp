#include "optaxx/contrib/schedule_free_adamw.hpp"

#include "contrib/warmed_up.hpp"
#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/schedule_free.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_rms.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_schedule_free_adamw(const schedule_free_adamw_options<>& o) {
  const scalar_or_schedule rate = warmed_up("schedule_free_adamw", o.learning_rate, o.warmup_steps);
  return alias(
      own_call_of<schedule_free_adamw_options<>>("contrib.schedule_free_adamw", o),
      schedule_free(
          chain(scale_by_rms(
                    {.decay = o.b2, .eps = o.eps, .eps_in_sqrt = false, .bias_correction = true}),
                add_decayed_weights(o.weight_decay, o.mask), scale_by_learning_rate(rate)),
          rate, {.b1 = o.b1, .weight_lr_power = o.weight_lr_power, .state_dtype = o.state_dtype}));
}

}  // namespace optaxx::contrib
