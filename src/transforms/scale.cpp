#include "optaxx/transforms/scale.hpp"

#include "kernels/scale.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation detail::make_scale(const scale_options<>& o) {
  return stateless_rule(
      call_of<scale_options<given>>("optax.scale", o),
      [kernel = kernels::scale<double>{o.step_size}](sweep& s) { s.map(kernel); });
}

}  // namespace optaxx
