#include "optaxx/transforms/ema.hpp"

#include "core/bias_correction.hpp"
#include "kernels/ema.hpp"

namespace optaxx {
namespace {

class ema_rule final : public rule {
 public:
  explicit ema_rule(const ema_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("EmaState");
    state.scalar("count", dtype::i32);
    state.slot("ema", {.dtype = o_.accumulator_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const double c = o_.debias ? bias_correction(o_.decay, t, s.x64()) : 1.0;
    s.map(kernels::ema<double>{o_.decay, o_.decay.one_minus(), c}, state["ema"]);
  }
  call describe() const override { return call_of<ema_options<given>>("optax.ema", o_); }

 private:
  ema_options<> o_;
};

}  // namespace

transformation detail::make_ema(const ema_options<>& o) { return ema_rule(o); }

}  // namespace optaxx
