#include "optaxx/optimizers/yogi.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/transforms/scale_by_yogi.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_yogi(const yogi_options<>& o) {
  return alias(call_of<yogi_options<given>>("optax.yogi", o),
               chain(scale_by_yogi(o.b1, o.b2, o.eps), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx
