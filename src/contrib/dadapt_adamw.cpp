#include "optaxx/contrib/dadapt_adamw.hpp"

#include <cmath>

#include "contrib/step_numbers.hpp"
#include "core/value_at.hpp"
#include "kernels/distance_adapted.hpp"
#include "kernels/dot_scaled_sum.hpp"
#include "kernels/size_of_sum.hpp"

namespace optaxx::contrib {
namespace {

// What an update is multiplied by on its way into the mean and the sum, and a parameter.
struct numbers {
  double of_mean;
  double of_sum;
  double decay;
};
struct estimates {
  double numerator;
  double estimate;
};

template <class T>
estimates estimates_of(double estimate, double before, const number& root, double of_sum,
                       double dot, double size) {
  const T numerator = static_cast<T>(root.value()) * static_cast<T>(before) +
                      static_cast<T>(of_sum) * static_cast<T>(dot);
  const T found = numerator / (static_cast<T>(root.one_minus()) * static_cast<T>(size));
  return {numerator, larger(static_cast<T>(estimate), found)};
}

class dadapt_adamw_rule final : public rule {
 public:
  explicit dadapt_adamw_rule(const dadapt_adamw_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("DAdaptAdamWState");
    for (const char* name : {"exp_avg", "exp_avg_sq", "grad_sum"}) state.slot(name);
    state.scalar("estim_lr", lowest_dtype(state), o_.estim_lr0);
    state.scalar("numerator_weighted", lowest_dtype(state));
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("dadapt_adamw");
    const auto& [b1, b2] = o_.betas;
    const number root = root_of(b2);
    const double rate = value_at(o_.learning_rate, s.get(state["count"]), s.x64());
    const double t = s.increment(state["count"]);
    const numbers before = computed(s, [&](auto zero) {
      return rates<decltype(zero)>(s.get(state["estim_lr"]), rate, t, root);
    });
    const double dot =
        s.sum(kernels::dot_scaled_sum<double>{o_.eps}, state["grad_sum"], state["exp_avg_sq"]);
    const double size =
        s.sum(kernels::size_of_sum<double>{root, 1.0, before.of_sum, 1.0}, state["grad_sum"]);
    const estimates now = computed(s, [&](auto zero) {
      return estimates_of<decltype(zero)>(s.get(state["estim_lr"]),
                                          s.get(state["numerator_weighted"]), root, before.of_sum,
                                          dot, size);
    });
    s.map(kernels::distance_adapted<double>{b1, before.of_mean, b2, b2.one_minus(), root, 1.0,
                                            before.of_sum, 1.0, before.decay, 1.0, o_.eps},
          state["exp_avg"], state["exp_avg_sq"], state["grad_sum"]);
    s.set(state["numerator_weighted"], now.numerator);
    s.set(state["estim_lr"], now.estimate);
  }
  call describe() const override {
    return call_of<dadapt_adamw_options<>>("optax.contrib.dadapt_adamw", o_);
  }

 private:
  template <class T>
  numbers rates(double estimate, double rate, double t, const number& root) const {
    const auto& [b1, b2] = o_.betas;
    const T correction = std::pow(one_minus_power<T>(b2, t), T(0.5)) / one_minus_power<T>(b1, t);
    const T dlr = static_cast<T>(estimate) * static_cast<T>(rate) * correction;
    return {static_cast<T>(b1.one_minus()) * dlr, static_cast<T>(root.one_minus()) * dlr,
            static_cast<T>(-o_.weight_decay.value()) * dlr};
  }

  dadapt_adamw_options<> o_;
};

}  // namespace

transformation detail::make_dadapt_adamw(const dadapt_adamw_options<>& o) {
  return dadapt_adamw_rule(o);
}

}  // namespace optaxx::contrib
