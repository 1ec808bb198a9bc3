#include "optaxx/contrib/momo_adam.hpp"

#include "contrib/model_of_loss.hpp"
#include "kernels/decay_into.hpp"
#include "kernels/dot_param.hpp"
#include "kernels/momo_adam.hpp"
#include "kernels/momo_adam_norm.hpp"

namespace optaxx::contrib {
namespace {

class momo_adam_rule final : public rule {
 public:
  explicit momo_adam_rule(const momo_adam_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MomoAdamState");
    const dtype type = lowest_dtype(state);
    state.slot("exp_avg");
    state.slot("exp_avg_sq");
    state.scalar("barf", type);
    state.scalar("gamma", type);
    state.scalar("lb", type, o_.lower_bound);
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("momo_adam");
    const double loss = loss_of(s, "momo_adam");
    const double count = s.get(state["count"]);
    const double t = s.increment(state["count"]);
    const double rest1 = o_.b1.one_minus();
    const double rest2 = o_.b2.one_minus();
    const auto correction = [&](const number& decay) {
      return computed(s, [&](auto zero) {
        return static_cast<double>(one_minus_power<decltype(zero)>(decay, t));
      });
    };
    const double c1 = correction(o_.b1);
    const double c2 = correction(o_.b2);
    const double dot = s.sum(kernels::dot_param<double>{});
    const double norm =
        s.sum(kernels::momo_adam_norm<double>{o_.b1, rest1, o_.b2, rest2, c2, o_.eps},
              state["exp_avg"], state["exp_avg_sq"]);
    const mark before_the_mean = s.here();
    s.map(kernels::decay_into<double>{o_.b1, rest1}, state["exp_avg"]);
    const double product = s.sum(kernels::dot_param<double>{});
    s.rollback(before_the_mean);
    const auto mean = [&](double before, double now) {
      return computed(s, [&](auto zero) {
        using T = decltype(zero);
        return static_cast<double>(static_cast<T>(o_.b1.value()) * static_cast<T>(before) +
                                   static_cast<T>(rest1) * static_cast<T>(now));
      });
    };
    const double barf = mean(s.get(state["barf"]), loss);
    const double gamma = mean(s.get(state["gamma"]), dot);
    const model_of_loss model{.barf = barf,
                              .gamma = gamma,
                              .product = product,
                              .norm = norm,
                              .lb = s.get(state["lb"]),
                              .c1 = c1,
                              .rate = value_at(o_.learning_rate, count, s.x64()),
                              .rate_is_array = o_.learning_rate.is_schedule(),
                              .weight_decay = o_.weight_decay,
                              .lower_bound = o_.lower_bound,
                              .adapts = o_.adapt_lower_bound};
    const step_along_model step =
        computed(s, [&](auto zero) { return step_along<decltype(zero)>(model); });
    s.map(kernels::momo_adam<double>{o_.b1, rest1, o_.b2, rest2, c2, o_.eps, step.decay, step.tau},
          state["exp_avg"], state["exp_avg_sq"]);
    s.set(state["barf"], barf);
    s.set(state["gamma"], gamma);
    s.set(state["lb"], step.lb);
  }
  call describe() const override {
    return call_of<momo_adam_options<>>("optax.contrib.momo_adam", o_);
  }

 private:
  momo_adam_options<> o_;
};

}  // namespace

transformation detail::make_momo_adam(const momo_adam_options<>& o) { return momo_adam_rule(o); }

}  // namespace optaxx::contrib
