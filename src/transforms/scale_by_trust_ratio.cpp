#include "optaxx/transforms/scale_by_trust_ratio.hpp"

#include <span>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale.hpp"
#include "kernels/square.hpp"
#include "kernels/square_param.hpp"
#include "linalg/safe_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

// In a leaf's dtype, of which T is what is computed in.
template <class T>
T rounded(dtype type, T value) {
  return static_cast<T>(detail::rounded_element(type, static_cast<double>(value)));
}

template <class T>
[[gnu::noinline]] double ratio(const scale_by_trust_ratio_options<>& o, dtype type, double params,
                               double updates) {
  const T p = rounded(type, safe_norm<T>(params, o.min_norm));
  const T u = safe_norm<T>(updates, o.min_norm);
  if (p == T(0) || u == T(0)) return 1.0;
  const T coefficient = rounded(type, static_cast<T>(o.trust_coefficient.value()));
  return static_cast<double>(rounded(type, coefficient * p) / (u + static_cast<T>(o.eps.value())));
}

}  // namespace

transformation detail::make_scale_by_trust_ratio(const scale_by_trust_ratio_options<>& o) {
  return stateless_rule(
      call_of<scale_by_trust_ratio_options<>>("optax.scale_by_trust_ratio", o), [o](sweep& s) {
        s.require_params("scale_by_trust_ratio");
        const std::span<const double> params = s.leaf_sums(kernels::square_param<double>{});
        const std::span<const double> updates = s.leaf_sums(kernels::square<double>{});
        s.map_each(numbers::as_params, [&](std::size_t leaf) {
          const flush_guard guard;
          const dtype type = s.leaf_dtype(leaf);
          return kernels::scale<double>{type == dtype::f64
                                            ? ratio<double>(o, type, params[leaf], updates[leaf])
                                            : ratio<float>(o, type, params[leaf], updates[leaf])};
        });
      });
}

}  // namespace optaxx
