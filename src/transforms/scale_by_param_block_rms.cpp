#include "optaxx/transforms/scale_by_param_block_rms.hpp"

#include <span>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale.hpp"
#include "kernels/square_param.hpp"
#include "linalg/root_mean_square.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

template <class T>
double factor(double sum_of_squares, std::size_t elements, double min_scale) {
  const T rms = root_mean_square<T>(sum_of_squares, elements);
  const T least = static_cast<T>(min_scale);
  return static_cast<double>(rms <= least ? least : rms);
}

}  // namespace

transformation detail::make_scale_by_param_block_rms(const scale_by_param_block_rms_options<>& o) {
  return stateless_rule(
      call_of<scale_by_param_block_rms_options<>>("optax.scale_by_param_block_rms", o),
      [min_scale = o.min_scale.value()](sweep& s) {
        s.require_params("scale_by_param_block_rms");
        const std::span<const double> sums = s.leaf_sums(kernels::square_param<double>{});
        s.map_each(numbers::as_params, [&](std::size_t leaf) {
          return kernels::scale<double>{detail::flushed([&] {
            const dtype type = s.leaf_dtype(leaf);
            return detail::rounded_element(
                type, type == dtype::f64
                          ? factor<double>(sums[leaf], s.leaf_elements(leaf), min_scale)
                          : factor<float>(sums[leaf], s.leaf_elements(leaf), min_scale));
          })};
        });
      });
}

}  // namespace optaxx
