#include "optaxx/transforms/scale_by_param_block_norm.hpp"

#include <span>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale.hpp"
#include "kernels/square_param.hpp"
#include "linalg/safe_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
transformation detail::make_scale_by_param_block_norm(
    const scale_by_param_block_norm_options<>& o) {
  return stateless_rule(
      call_of<scale_by_param_block_norm_options<>>("optax.scale_by_param_block_norm", o),
      [min_scale = o.min_scale.value()](sweep& s) {
        s.require_params("scale_by_param_block_norm");
        const std::span<const double> sums = s.leaf_sums(kernels::square_param<double>{});
        s.map_each(numbers::as_params, [&](std::size_t leaf) {
          return kernels::scale<double>{detail::flushed([&] {
            const dtype type = s.leaf_dtype(leaf);
            return detail::rounded_element(
                type, type == dtype::f64
                          ? safe_norm<double>(sums[leaf], min_scale)
                          : static_cast<double>(safe_norm<float>(sums[leaf], min_scale)));
          })};
        });
      });
}

}  // namespace optaxx
