#include "optaxx/contrib/momo.hpp"

#include "contrib/model_of_loss.hpp"
#include "kernels/decay_into.hpp"
#include "kernels/dot_param.hpp"
#include "kernels/momo.hpp"
#include "kernels/square.hpp"

namespace optaxx::contrib {
namespace {

class momo_rule final : public rule {
 public:
  explicit momo_rule(const momo_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MomoState");
    const dtype type = lowest_dtype(state);
    state.slot("exp_avg");
    state.scalar("barf", type);
    state.scalar("gamma", type);
    state.scalar("lb", type, o_.lower_bound);
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("momo");
    const double loss = loss_of(s, "momo");
    const double count = s.get(state["count"]);
    s.increment(state["count"]);
    // In Optax the decay comes out of a jnp.where: 1 - b is not Python's.
    const number beta(count == 0 ? 0.0 : o_.beta.value(), s.x64() ? dtype::f64 : dtype::f32);
    const double rest = beta.one_minus();
    const double dot = s.sum(kernels::dot_param<double>{});
    s.map(kernels::decay_into<double>{beta, rest}, state["exp_avg"]);
    const double norm = s.sum(kernels::square<double>{});
    const double product = s.sum(kernels::dot_param<double>{});
    const auto mean = [&](double before, double now) {
      return computed(s, [&](auto zero) {
        using T = decltype(zero);
        return static_cast<double>(static_cast<T>(beta.value()) * static_cast<T>(before) +
                                   static_cast<T>(rest) * static_cast<T>(now));
      });
    };
    const double barf = mean(s.get(state["barf"]), loss);
    const double gamma = mean(s.get(state["gamma"]), dot);
    const model_of_loss model{.barf = barf,
                              .gamma = gamma,
                              .product = product,
                              .norm = norm,
                              .lb = s.get(state["lb"]),
                              .c1 = 1.0,
                              .rate = value_at(o_.learning_rate, count, s.x64()),
                              .rate_is_array = o_.learning_rate.is_schedule(),
                              .weight_decay = o_.weight_decay,
                              .lower_bound = o_.lower_bound,
                              .adapts = o_.adapt_lower_bound};
    const step_along_model step =
        computed(s, [&](auto zero) { return step_along<decltype(zero)>(model); });
    s.map(kernels::momo<double>{step.decay, step.tau});
    s.set(state["barf"], barf);
    s.set(state["gamma"], gamma);
    s.set(state["lb"], step.lb);
  }
  call describe() const override { return call_of<momo_options<>>("optax.contrib.momo", o_); }

 private:
  momo_options<> o_;
};

}  // namespace

transformation detail::make_momo(const momo_options<>& o) { return momo_rule(o); }

}  // namespace optaxx::contrib
