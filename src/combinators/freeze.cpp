#include "optaxx/combinators/freeze.hpp"

#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/set_to_zero.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_freeze(const freeze_options<>& o) {
  return alias(call_of<freeze_options<given>>("optax.freeze", o), masked(set_to_zero(), o.mask));
}

}  // namespace optaxx
