#include "optaxx/contrib/scale_by_simplified_ademamix.hpp"

#include "core/bias_correction.hpp"
#include "core/value_at.hpp"
#include "kernels/scale_by_simplified_ademamix.hpp"

namespace optaxx::contrib {
namespace {

class scale_by_simplified_ademamix_rule final : public rule {
 public:
  explicit scale_by_simplified_ademamix_rule(const scale_by_simplified_ademamix_options<>& o)
      : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleBySimplifiedAdEMAMixState");
    state.scalar("t", dtype::i32);
    state.slot("m");
    state.slot("n");
  }
  void update(sweep& s, const state_view& state) const override {
    const double alpha = value_at(o_.alpha, s.get(state["t"]), s.x64());
    const double c2 = bias_correction(o_.b2, s.increment(state["t"]), s.x64());
    s.map(
        kernels::scale_by_simplified_ademamix<double>{o_.b1, o_.b2, alpha, c2, o_.eps, o_.eps_root},
        state["m"], state["n"]);
  }
  call describe() const override {
    return call_of<scale_by_simplified_ademamix_options<>>(
        "optax.contrib.scale_by_simplified_ademamix", o_);
  }

 private:
  scale_by_simplified_ademamix_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_simplified_ademamix(
    const scale_by_simplified_ademamix_options<>& o) {
  return scale_by_simplified_ademamix_rule(o);
}

}  // namespace optaxx::contrib
