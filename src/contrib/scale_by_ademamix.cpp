#include "optaxx/contrib/scale_by_ademamix.hpp"

#include "core/bias_correction.hpp"
#include "core/own_options.hpp"
#include "core/value_at.hpp"
#include "kernels/scale_by_ademamix.hpp"
#include "sweep/widening_slot.hpp"

namespace optaxx::contrib {
namespace {

class scale_by_ademamix_rule final : public rule {
 public:
  explicit scale_by_ademamix_rule(const scale_by_ademamix_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdemamixState");
    state.scalar("count", dtype::i32);
    state.scalar("count_m2", dtype::i32);
    for (const char* moment : {"m1", "m2"}) lay_out_widening_slot(state, moment, o_.mu_dtype);
    lay_out_widening_slot(state, "nu", o_.nu_dtype ? o_.nu_dtype : o_.mu_dtype);
  }
  void update(sweep& s, const state_view& state) const override {
    const double count_m2 = s.get(state["count_m2"]);
    const number b3 = value_at(o_.b3, count_m2, s.x64());
    const number alpha = value_at(o_.alpha, count_m2, s.x64());
    const double t = s.increment(state["count"]);
    s.increment(state["count_m2"]);
    const auto [one_minus_b1, one_minus_b2, c1, c2] = moment_numbers_at(o_.b1, o_.b2, t, s.x64());
    s.map(kernels::scale_by_ademamix<double>{o_.b1, one_minus_b1, o_.b2, one_minus_b2, b3,
                                             b3.one_minus(), alpha, c1, c2, o_.eps, o_.eps_root},
          state["m1"], state["m2"], state["nu"]);
  }
  call describe() const override {
    return own_call_of<scale_by_ademamix_options<>>("contrib.scale_by_ademamix", o_);
  }

 private:
  scale_by_ademamix_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_ademamix(const scale_by_ademamix_options<>& o) {
  return scale_by_ademamix_rule(o);
}

}  // namespace optaxx::contrib
