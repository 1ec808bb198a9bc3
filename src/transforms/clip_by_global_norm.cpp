#include "optaxx/transforms/clip_by_global_norm.hpp"

#include "core/flush_guard.hpp"
#include "kernels/clip_by_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

// The bound meets a norm of float32 as a float32.
bool is_below(double norm, double max_norm, bool x64) {
  return x64 ? norm < max_norm : static_cast<float>(norm) < static_cast<float>(max_norm);
}

}  // namespace

transformation detail::make_clip_by_global_norm(const clip_by_global_norm_options<>& o) {
  return stateless_rule(call_of<clip_by_global_norm_options<given>>("optax.clip_by_global_norm", o),
                        [max_norm = o.max_norm.value()](sweep& s) {
                          const double norm = s.global_norm();
                          if (flushed([&] { return is_below(norm, max_norm, s.x64()); })) return;
                          s.map(kernels::clip_by_norm<double>{norm, max_norm});
                        });
}

}  // namespace optaxx
