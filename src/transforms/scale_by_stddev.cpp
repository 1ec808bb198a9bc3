#include "optaxx/transforms/scale_by_stddev.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_stddev.hpp"
#include "kernels/scale_by_stddev_eps_outside.hpp"

namespace optaxx {
namespace {

class scale_by_stddev_rule final : public rule {
 public:
  explicit scale_by_stddev_rule(const scale_by_stddev_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type(o_.bias_correction ? "ScaleByRStdDevWithCountState" : "ScaleByRStdDevState");
    if (o_.bias_correction) state.scalar("count", dtype::i32);
    state.slot("mu");
    state.slot("nu", {.value = o_.initial_scale});
  }
  void update(sweep& s, const state_view& state) const override {
    const double c =
        o_.bias_correction ? bias_correction(o_.decay, s.increment(state["count"]), s.x64()) : 1.0;
    if (o_.eps_in_sqrt) {
      s.map(kernels::scale_by_stddev<double>{o_.decay, o_.decay.one_minus(), c, o_.eps},
            state["mu"], state["nu"]);
    } else {
      s.map(kernels::scale_by_stddev_eps_outside<double>{o_.decay, o_.decay.one_minus(), c, o_.eps},
            state["mu"], state["nu"]);
    }
  }
  call describe() const override {
    return call_of<scale_by_stddev_options<>>("optax.scale_by_stddev", o_);
  }

 private:
  scale_by_stddev_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_stddev(const scale_by_stddev_options<>& o) {
  return scale_by_stddev_rule(o);
}

}  // namespace optaxx
