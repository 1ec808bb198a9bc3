#include "optaxx/transforms/scale_by_yogi.hpp"

#include "core/bias_correction.hpp"
#include "kernels/scale_by_yogi.hpp"

namespace optaxx {
namespace {

class scale_by_yogi_rule final : public rule {
 public:
  explicit scale_by_yogi_rule(const scale_by_yogi_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdamState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.value = o_.initial_accumulator_value});
    state.slot("nu", {.value = o_.initial_accumulator_value});
  }
  void update(sweep& s, const state_view& state) const override {
    const double t = s.increment(state["count"]);
    const auto [one_minus_b1, one_minus_b2, c1, c2] = moment_numbers_at(o_.b1, o_.b2, t, s.x64());
    s.map(kernels::scale_by_yogi<double>{o_.b1, one_minus_b1, one_minus_b2, c1, c2, o_.eps,
                                         o_.eps_root},
          state["mu"], state["nu"]);
  }
  call describe() const override {
    return call_of<scale_by_yogi_options<>>("optax.scale_by_yogi", o_);
  }

 private:
  scale_by_yogi_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_yogi(const scale_by_yogi_options<>& o) {
  return scale_by_yogi_rule(o);
}

}  // namespace optaxx
