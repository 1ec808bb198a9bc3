#include "optaxx/transforms/scale_by_adan.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_adan.hpp"

namespace optaxx {
namespace {

class scale_by_adan_rule final : public rule {
 public:
  explicit scale_by_adan_rule(const scale_by_adan_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdanState");
    for (const char* slot : {"m", "v", "n", "g"}) state.slot(slot);
    state.scalar("t", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    const double is_first = s.get(state["t"]) == 0 ? 1 : 0;
    const double t = s.increment(state["t"]);
    const auto [one_minus_b1, one_minus_b2, c1, c2] = moment_numbers_at(o_.b1, o_.b2, t, s.x64());
    const double c3 = bias_correction(o_.b3, t, s.x64());
    s.map(kernels::scale_by_adan<double>{o_.b1, one_minus_b1, o_.b2, one_minus_b2, o_.b3,
                                         o_.b3.one_minus(), c1, c2, c3, o_.eps, o_.eps_root,
                                         is_first},
          state["m"], state["v"], state["n"], state["g"]);
  }
  call describe() const override {
    return call_of<scale_by_adan_options<>>("optax.scale_by_adan", o_);
  }

 private:
  scale_by_adan_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_adan(const scale_by_adan_options<>& o) {
  return scale_by_adan_rule(o);
}

}  // namespace optaxx
