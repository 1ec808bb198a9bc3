#include "optaxx/transforms/scale_by_adamax.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_adamax.hpp"

namespace optaxx {
namespace {

class scale_by_adamax_rule final : public rule {
 public:
  explicit scale_by_adamax_rule(const scale_by_adamax_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdamState");
    state.scalar("count", dtype::i32);
    state.slot("mu");
    state.slot("nu");
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    s.map(kernels::scale_by_adamax<double>{o_.b1, o_.b1.one_minus(), o_.b2,
                                           bias_correction(o_.b1, t, s.x64()), o_.eps},
          state["mu"], state["nu"]);
  }
  call describe() const override {
    return call_of<scale_by_adamax_options<>>("optax.scale_by_adamax", o_);
  }

 private:
  scale_by_adamax_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_adamax(const scale_by_adamax_options<>& o) {
  return scale_by_adamax_rule(o);
}

}  // namespace optaxx
