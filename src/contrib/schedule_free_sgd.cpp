#include "optaxx/contrib/schedule_free_sgd.hpp"

#include "contrib/warmed_up.hpp"
#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/schedule_free.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_schedule_free_sgd(const schedule_free_sgd_options<>& o) {
  const scalar_or_schedule rate = warmed_up("schedule_free_sgd", o.learning_rate, o.warmup_steps);
  const transformation steps = sgd(rate);
  return alias(
      own_call_of<schedule_free_sgd_options<>>("contrib.schedule_free_sgd", o),
      schedule_free(
          o.weight_decay ? chain(add_decayed_weights(*o.weight_decay, o.mask), steps) : steps, rate,
          {.b1 = o.b1, .weight_lr_power = o.weight_lr_power, .state_dtype = o.state_dtype}));
}

}  // namespace optaxx::contrib
