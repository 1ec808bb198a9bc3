#include "optaxx/transforms/clip_by_global_norm.hpp"

#include "core/flush_guard.hpp"
#include "core/own_options.hpp"
#include "kernels/clip_by_norm.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

// The bound meets a norm of float32 as a float32.
template <class T>
bool is_within(double norm, double max_norm, bool corrected) {
  const T n = static_cast<T>(norm);
  const T most = static_cast<T>(max_norm);
  return corrected ? n <= most : n < most;
}

}  // namespace

transformation detail::make_clip_by_global_norm(const clip_by_global_norm_options<>& o) {
  return stateless_rule(own_call_of<clip_by_global_norm_options<given>>("clip_by_global_norm", o),
                        [max_norm = o.max_norm.value(), corrected = o.corrected](sweep& s) {
                          const double norm = s.global_norm();
                          if (flushed([&] {
                                return s.x64() ? is_within<double>(norm, max_norm, corrected)
                                               : is_within<float>(norm, max_norm, corrected);
                              }))
                            return;
                          s.map(kernels::clip_by_norm<double>{norm, max_norm});
                        });
}

}  // namespace optaxx
