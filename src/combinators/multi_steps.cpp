#include "optaxx/combinators/multi_steps.hpp"

#include "kernels/clear.hpp"
#include "kernels/running_mean.hpp"
#include "kernels/running_sum.hpp"
#include "kernels/silent.hpp"

namespace optaxx {
namespace {

class multi_steps_rule final : public rule {
 public:
  explicit multi_steps_rule(const multi_steps_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MultiStepsState");
    state.scalar("mini_step", dtype::i32);
    state.scalar("gradient_step", dtype::i32);
    state.keeps_dtypes();
    state.child("inner_opt_state", o_.opt);
    state.slot("acc_grads", {.dtype = o_.accumulator_dtype});
    if (o_.should_skip_update_fn) {
      o_.should_skip_update_fn->init(state, "skip_state");
    } else {
      state.value("skip_state", tree::tuple({}));
    }
  }
  void update(sweep& s, const state_view& state) const override {
    const scalar mini_step = state["mini_step"];
    const double n = s.get(mini_step);
    const auto gradient_step = static_cast<step_t>(s.get(state["gradient_step"]));
    const auto k = static_cast<double>(o_.every_k_schedule.at(gradient_step));
    if (o_.should_skip_update_fn &&
        o_.should_skip_update_fn->decide(s, state["skip_state"], gradient_step)) {
      s.map(kernels::silent<double>{});
      return;
    }
    if (o_.use_grad_mean) {
      s.map(kernels::running_mean<double>{n + 1}, state["acc_grads"]);
    } else {
      s.map(kernels::running_sum<double>{}, state["acc_grads"]);
    }
    if (n == k - 1) {
      o_.opt.update(s, state["inner_opt_state"]);
      s.map(kernels::clear<double>{}, state["acc_grads"]);
      s.increment(state["gradient_step"]);
    } else {
      s.map(kernels::silent<double>{});
    }
    s.set(mini_step, n + 1 >= k ? 0 : n + 1);
  }
  call describe() const override {
    return call_of<multi_steps_options<given, given>>("optax.MultiSteps", o_);
  }

 private:
  multi_steps_options<> o_;
};

}  // namespace

transformation detail::make_multi_steps(const multi_steps_options<>& o) {
  return multi_steps_rule(o);
}

bool has_updated(const tree& state) {
  return state["mini_step"].leaf().item() == 0 && state["gradient_step"].leaf().item() > 0;
}

}  // namespace optaxx
