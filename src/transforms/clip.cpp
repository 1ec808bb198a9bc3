#include "optaxx/transforms/clip.hpp"

#include "kernels/clip.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation detail::make_clip(const clip_options<>& o) {
  return stateless_rule(call_of<clip_options<given>>("optax.clip", o),
                        [kernel = kernels::clip<double>{o.max_delta}](sweep& s) { s.map(kernel); });
}

}  // namespace optaxx
