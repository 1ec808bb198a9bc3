#include "optaxx/transforms/clip_by_block_rms.hpp"

#include <span>

#include "core/flush_guard.hpp"
#include "kernels/divide.hpp"
#include "kernels/square.hpp"
#include "linalg/root_mean_square.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

// A NaN is the larger of two numbers.
template <class T>
double divisor(double sum_of_squares, std::size_t elements, double threshold) {
  const T ratio = root_mean_square<T>(sum_of_squares, elements) / static_cast<T>(threshold);
  return static_cast<double>(ratio <= T(1) ? T(1) : ratio);
}

}  // namespace

transformation detail::make_clip_by_block_rms(const clip_by_block_rms_options<>& o) {
  return stateless_rule(
      call_of<clip_by_block_rms_options<given>>("optax.clip_by_block_rms", o),
      [threshold = o.threshold.value()](sweep& s) {
        const std::span<const double> sums = s.leaf_sums(kernels::square<double>{});
        s.map_each([&](std::size_t leaf) {
          return kernels::divide<double>{detail::flushed([&] {
            return s.leaf_dtype(leaf) == dtype::f64
                       ? divisor<double>(sums[leaf], s.leaf_elements(leaf), threshold)
                       : divisor<float>(sums[leaf], s.leaf_elements(leaf), threshold);
          })};
        });
      });
}

}  // namespace optaxx
