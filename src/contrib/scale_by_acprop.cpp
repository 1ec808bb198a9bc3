#include "optaxx/contrib/scale_by_acprop.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_acprop.hpp"

namespace optaxx::contrib {
namespace {

class scale_by_acprop_rule final : public rule {
 public:
  explicit scale_by_acprop_rule(const scale_by_acprop_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByBeliefState");
    state.scalar("count", dtype::i32);
    state.slot("mu");
    state.slot("nu");
  }
  void update(sweep& s, const state_view& state) const override {
    const double before = s.get(state["count"]);
    s.increment(state["count"]);
    const double c2 = before == 0 ? 1.0 : bias_correction(o_.b2, before, s.x64());
    s.map(kernels::scale_by_acprop<double>{o_.b1, o_.b1.one_minus(), o_.b2, o_.b2.one_minus(), c2,
                                           o_.eps, o_.eps_root, before == 0 ? 1.0 : 0.0},
          state["mu"], state["nu"]);
  }
  call describe() const override {
    return call_of<scale_by_acprop_options<>>("optax.contrib.scale_by_acprop", o_);
  }

 private:
  scale_by_acprop_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_acprop(const scale_by_acprop_options<>& o) {
  return scale_by_acprop_rule(o);
}

}  // namespace optaxx::contrib
