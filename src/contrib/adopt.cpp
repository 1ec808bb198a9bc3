#include "optaxx/contrib/adopt.hpp"

#include "core/own_options.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/contrib/scale_by_adopt.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {

transformation detail::make_adopt(const adopt_options<>& o) {
  return alias(own_call_of<adopt_options<given>>("contrib.adopt", o),
               chain(scale_by_adopt({.b1 = o.b1,
                                     .b2 = o.b2,
                                     .eps = o.eps,
                                     .mu_dtype = o.mu_dtype,
                                     .nesterov = o.nesterov,
                                     .use_clipping = o.use_clipping,
                                     .clip_value_fn = o.clip_value_fn,
                                     .nu_dtype = o.nu_dtype}),
                     scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
