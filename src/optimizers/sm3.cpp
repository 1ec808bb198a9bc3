#include "optaxx/optimizers/sm3.hpp"

#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_sm3.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_sm3(const sm3_options<>& o) {
  return alias(call_of<sm3_options<given>>("optax.sm3", o),
               chain(scale_by_sm3(o.momentum), scale(o.learning_rate.negated())));
}

}  // namespace optaxx
