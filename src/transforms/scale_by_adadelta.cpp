#include "optaxx/transforms/scale_by_adadelta.hpp"

#include "kernels/scale_by_adadelta.hpp"

namespace optaxx {
namespace {

class scale_by_adadelta_rule final : public rule {
 public:
  explicit scale_by_adadelta_rule(const scale_by_adadelta_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdaDeltaState");
    state.slot("e_g");
    state.slot("e_x");
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(kernels::scale_by_adadelta<double>{o_.rho, o_.rho.one_minus(), o_.eps}, state["e_g"],
          state["e_x"]);
  }
  call describe() const override {
    return call_of<scale_by_adadelta_options<>>("optax.scale_by_adadelta", o_);
  }

 private:
  scale_by_adadelta_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_adadelta(const scale_by_adadelta_options<>& o) {
  return scale_by_adadelta_rule(o);
}

}  // namespace optaxx
