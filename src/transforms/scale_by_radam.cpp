#include "optaxx/transforms/scale_by_radam.hpp"

#include <cmath>

#include "core/flush_guard.hpp"
#include "core/power.hpp"
#include "kernels/scale_by_radam.hpp"
#include "kernels/scale_by_radam_nesterov.hpp"
#include "transforms/map_moments.hpp"

namespace optaxx {
namespace {

struct rectification {
  double r;
  double on;
};

// T: what t and b2^t are computed in; Hyper: what b2 alone is, double unless it is stored as a
// float32.
template <class T, class Hyper>
rectification rectify(double b2, double threshold, double t) {
  const Hyper inf = Hyper(2) / (Hyper(1) - static_cast<Hyper>(b2)) - Hyper(1);
  const T ro_inf = static_cast<T>(inf);
  const T b2t = detail::power(static_cast<T>(b2), number(static_cast<std::int64_t>(t)));
  const T ro = ro_inf - static_cast<T>(2 * t) * b2t / (T(1) - b2t);
  const T constant = static_cast<T>((inf - Hyper(4)) * (inf - Hyper(2)));
  const T r = std::sqrt((ro - T(4)) * (ro - T(2)) * ro_inf / (constant * ro));
  return {static_cast<double>(r), ro >= static_cast<T>(threshold) ? 1.0 : 0.0};
}

rectification rectify(const number& b2, double threshold, double t, bool x64) {
  return detail::flushed([&] {
    if (b2.dtype() == dtype::f32) return rectify<float, float>(b2, threshold, t);
    return x64 ? rectify<double, double>(b2, threshold, t)
               : rectify<float, double>(b2, threshold, t);
  });
}

class scale_by_radam_rule final : public rule {
 public:
  explicit scale_by_radam_rule(const scale_by_radam_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdamState");
    state.scalar("count", dtype::i32);
    state.slot("mu");
    state.slot("nu");
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const auto [r, on] = rectify(o_.b2, o_.threshold, t, s.x64());
    map_moments<kernels::scale_by_radam, kernels::scale_by_radam_nesterov>(s, state, t, o_, r, on);
  }
  call describe() const override {
    return call_of<scale_by_radam_options<>>("optax.scale_by_radam", o_);
  }

 private:
  scale_by_radam_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_radam(const scale_by_radam_options<>& o) {
  return scale_by_radam_rule(o);
}

}  // namespace optaxx
