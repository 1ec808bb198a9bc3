#include "optaxx/transforms/adaptive_grad_clip.hpp"

#include "core/flush_guard.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/transforms/unitwise_clip.hpp"
#include "optaxx/transforms/unitwise_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

template <class T>
[[gnu::noinline]] void scale_floored(T* norms, std::size_t n, T clipping, T eps) {
  for (std::size_t i = 0; i < n; ++i) norms[i] = clipping * (norms[i] <= eps ? eps : norms[i]);
}

// The largest norm that each unit of the update may have.
array bounds(array norms, const adaptive_grad_clip_options<>& o) {
  const flush_guard guard;
  if (norms.dtype() == dtype::f64) {
    scale_floored<double>(norms.mutable_data<double>(), norms.size(), o.clipping, o.eps);
  } else {
    scale_floored<float>(norms.mutable_data<float>(), norms.size(),
                         static_cast<float>(o.clipping.value()), static_cast<float>(o.eps.value()));
  }
  return norms;
}

}  // namespace

transformation detail::make_adaptive_grad_clip(const adaptive_grad_clip_options<>& o) {
  return stateless_rule(
      call_of<adaptive_grad_clip_options<given>>("optax.adaptive_grad_clip", o), [o](sweep& s) {
        s.require_params("adaptive_grad_clip");
        s.for_each_leaf(
            [&](leaf_view& leaf) {
              const dtype type = leaf.update().dtype();
              const dtype wide = promote(type, dtype::f32);
              const array grad = astype(leaf.update(), wide);
              const array max_norm = bounds(unitwise_norm(astype(leaf.param(), wide), o.axis), o);
              leaf.update() = astype(unitwise_clip(unitwise_norm(grad, o.axis), max_norm, grad),
                                     promote(type, leaf.param().dtype()));
            },
            "adaptive_grad_clip");
      });
}

}  // namespace optaxx
