#include "optaxx/transforms/scale_by_polyak.hpp"

#include <limits>
#include <stdexcept>

#include "core/flush_guard.hpp"
#include "kernels/scale.hpp"
#include "kernels/square.hpp"
#include "transforms/norm_numbers.hpp"
#include "transforms/stateless.hpp"

namespace optaxx {
namespace {

// A NaN comes through.
template <class T>
[[gnu::noinline]] double step_size(double squared_norm, double value,
                                   const scale_by_polyak_options<>& o) {
  T gap = static_cast<T>(value) - static_cast<T>(o.f_min.value());
  if (o.variant == "sps+" && gap < T(0)) gap = T(0);
  const T divisor = static_cast<T>(squared_norm) + static_cast<T>(o.eps.value());
  if (divisor <= static_cast<T>(std::numeric_limits<double>::epsilon())) return 0.0;
  const T ratio = gap / divisor;
  const T most = static_cast<T>(o.max_learning_rate.value());
  return static_cast<double>(most < ratio ? most : ratio);
}

}  // namespace

transformation detail::make_scale_by_polyak(const scale_by_polyak_options<>& o) {
  if (o.variant != "sps" && o.variant != "sps+") {
    throw std::invalid_argument("scale_by_polyak: variant must be 'sps' or 'sps+', got '" +
                                o.variant + "'");
  }
  return stateless_rule(
      call_of<scale_by_polyak_options<>>("optax.scale_by_polyak", o), [o](sweep& s) {
        if (!s.extra().value) {
          throw std::invalid_argument(
              "scale_by_polyak: needs the extra argument 'value', the loss at the parameters");
        }
        const double value = *s.extra().value;
        const double squared_norm = s.sum(kernels::square<double>{});
        const double step = flushed([&] {
          return s.x64() ? step_size<double>(squared_norm, value, o)
                         : step_size<float>(squared_norm, value, o);
        });
        s.map(norm_numbers(s), kernels::scale<double>{step});
      });
}

}  // namespace optaxx
