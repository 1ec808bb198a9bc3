#include "optaxx/transforms/normalize_by_update_norm.hpp"

#include "core/flush_guard.hpp"
#include "kernels/divide.hpp"
#include "transforms/norm_numbers.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

template <class T>
[[gnu::noinline]] double divisor(double norm, const normalize_by_update_norm_options<>& o) {
  return static_cast<double>((static_cast<T>(norm) + static_cast<T>(o.eps.value())) /
                             static_cast<T>(o.scale_factor.value()));
}

}  // namespace

transformation detail::make_normalize_by_update_norm(const normalize_by_update_norm_options<>& o) {
  return stateless_rule(
      call_of<normalize_by_update_norm_options<>>("optax.normalize_by_update_norm", o),
      [o](sweep& s) {
        const double norm = s.global_norm();
        const double by =
            flushed([&] { return s.x64() ? divisor<double>(norm, o) : divisor<float>(norm, o); });
        s.map(norm_numbers(s), kernels::divide<double>{by});
      });
}

}  // namespace optaxx
