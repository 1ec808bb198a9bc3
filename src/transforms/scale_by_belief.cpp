#include "optaxx/transforms/scale_by_belief.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_belief.hpp"
#include "kernels/scale_by_belief_nesterov.hpp"

namespace optaxx {
namespace {

class scale_by_belief_rule final : public rule {
 public:
  explicit scale_by_belief_rule(const scale_by_belief_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByBeliefState");
    state.scalar("count", dtype::i32);
    state.slot("mu");
    state.slot("nu");
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const double c1 = bias_correction(o_.b1, t, s.x64());
    const double c2 = bias_correction(o_.b2, t, s.x64());
    if (o_.nesterov) {
      const double c1_next = bias_correction(o_.b1, t + 1, s.x64());
      s.map(kernels::scale_by_belief_nesterov<double>{o_.b1, o_.b1.one_minus(), o_.b2,
                                                      o_.b2.one_minus(), c1, c1_next, c2, o_.eps,
                                                      o_.eps_root},
            state["mu"], state["nu"]);
    } else {
      s.map(kernels::scale_by_belief<double>{o_.b1, o_.b1.one_minus(), o_.b2, o_.b2.one_minus(), c1,
                                             c2, o_.eps, o_.eps_root},
            state["mu"], state["nu"]);
    }
  }
  call describe() const override {
    return call_of<scale_by_belief_options<>>("optax.scale_by_belief", o_);
  }

 private:
  scale_by_belief_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_belief(const scale_by_belief_options<>& o) {
  return scale_by_belief_rule(o);
}

}  // namespace optaxx
