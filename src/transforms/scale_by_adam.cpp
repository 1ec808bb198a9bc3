#include "optaxx/transforms/scale_by_adam.hpp"

#include "core/own_options.hpp"
#include "kernels/scale_by_adam.hpp"
#include "kernels/scale_by_adam_nesterov.hpp"
#include "transforms/map_moments.hpp"

namespace optaxx {
namespace {

class scale_by_adam_rule final : public rule {
 public:
  explicit scale_by_adam_rule(const scale_by_adam_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdamState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
    state.slot("nu", {.dtype = o_.nu_dtype, .like_params = !o_.nu_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    map_moments<kernels::scale_by_adam, kernels::scale_by_adam_nesterov>(
        s, state, s.increment(state["count"]), o_);
  }
  call describe() const override {
    return own_call_of<scale_by_adam_options<>>("scale_by_adam", o_);
  }

 private:
  scale_by_adam_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_adam(const scale_by_adam_options<>& o) {
  return scale_by_adam_rule(o);
}

}  // namespace optaxx
