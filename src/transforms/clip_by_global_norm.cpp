#include "optaxx/transforms/clip_by_global_norm.hpp"

#include "kernels/clip_by_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation detail::make_clip_by_global_norm(const clip_by_global_norm_options<>& o) {
  return stateless_rule(
      call_of<clip_by_global_norm_options<given>>("optax.clip_by_global_norm", o),
      [max_norm = o.max_norm.value()](sweep& s) {
        const double norm = s.global_norm();
        // The bound meets a norm of float32 as a float32.
        const double bound = s.x64() ? max_norm : static_cast<double>(static_cast<float>(max_norm));
        if (!(norm < bound)) s.map(kernels::clip_by_norm<double>{norm, max_norm});
      });
}

}  // namespace optaxx
