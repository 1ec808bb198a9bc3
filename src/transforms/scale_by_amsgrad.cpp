#include "optaxx/transforms/scale_by_amsgrad.hpp"

#include "core/bias_correction.hpp"
#include "core/own_options.hpp"
#include "kernels/scale_by_amsgrad.hpp"

namespace optaxx {
namespace {

class scale_by_amsgrad_rule final : public rule {
 public:
  explicit scale_by_amsgrad_rule(const scale_by_amsgrad_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAmsgradState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
    state.slot("nu", {.dtype = o_.nu_dtype});
    state.slot("nu_max", {.dtype = o_.nu_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const auto [one_minus_b1, one_minus_b2, c1, c2] = moment_numbers_at(o_.b1, o_.b2, t, s.x64());
    s.map(kernels::scale_by_amsgrad<double>{o_.b1, one_minus_b1, o_.b2, one_minus_b2,
                                            o_.bias_correction_mu ? c1 : 1.0,
                                            o_.bias_correction_nu ? c2 : 1.0, o_.eps, o_.eps_root},
          state["mu"], state["nu"], state["nu_max"]);
  }
  call describe() const override {
    return own_call_of<scale_by_amsgrad_options<>>("scale_by_amsgrad", o_);
  }

 private:
  scale_by_amsgrad_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_amsgrad(const scale_by_amsgrad_options<>& o) {
  return scale_by_amsgrad_rule(o);
}

}  // namespace optaxx
