#include "optaxx/transforms/adaptive_grad_clip.hpp"

#include <cmath>
#include <limits>

#include "kernels/scale_floored.hpp"
#include "kernels/square.hpp"
#include "kernels/square_param.hpp"
#include "kernels/square_root.hpp"
#include "kernels/unit_factor.hpp"
#include "kernels/unitwise_clip.hpp"
#include "optaxx/core/transform.hpp"
#include "transforms/units.hpp"

namespace optaxx {
namespace {

class adaptive_grad_clip_rule final : public rule {
 public:
  explicit adaptive_grad_clip_rule(const adaptive_grad_clip_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.axes("units",
               [this](const shape& s) { return std::optional(axes_of_units(s, o_.axis)); });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("adaptive_grad_clip");
    const leaf_axes& units = s.axes(state, "units");
    sweep norm = s.axis_sum(numbers::f32, units, kernels::square<double>{});
    norm.map(kernels::square_root<double>{});
    sweep most = s.axis_sum(numbers::f32, units, kernels::square_param<double>{});
    most.map(kernels::square_root<double>{});
    most.map(numbers::f32_inside, kernels::scale_floored<double>{o_.clipping, o_.eps});
    norm.map(numbers::f32_inside, kernels::unit_factor<double>{1e-6}, most);
    // Of a negative bound no norm is below it.
    const double least = std::signbit(o_.clipping) ? -std::numeric_limits<double>::infinity() : 0.0;
    s.only(units).map(numbers::f32_inside, kernels::unitwise_clip<double>{least}, norm);
  }
  call describe() const override {
    return call_of<adaptive_grad_clip_options<given>>("optax.adaptive_grad_clip", o_);
  }

 private:
  adaptive_grad_clip_options<> o_;
};

}  // namespace

transformation detail::make_adaptive_grad_clip(const adaptive_grad_clip_options<>& o) {
  return adaptive_grad_clip_rule(o);
}

}  // namespace optaxx
