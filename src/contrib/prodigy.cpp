#include "optaxx/contrib/prodigy.hpp"

#include <cmath>

#include "contrib/step_numbers.hpp"
#include "core/value_at.hpp"
#include "kernels/distance_adapted.hpp"
#include "kernels/dot_difference.hpp"
#include "kernels/size_of_sum.hpp"

namespace optaxx::contrib {
namespace {

struct numbers {
  double numerator;
  double estimate;
  double decay;
  double eps;
};

class prodigy_rule final : public rule {
 public:
  explicit prodigy_rule(const prodigy_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ProdigyState");
    for (const char* name : {"exp_avg", "exp_avg_sq", "grad_sum"}) state.slot(name);
    state.slot("params0", as_it_is);
    state.scalar("estim_lr", lowest_dtype(state), o_.estim_lr0);
    state.scalar("numerator_weighted", lowest_dtype(state));
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("prodigy");
    const auto& [b1, b2] = o_.betas;
    const number b3 = o_.beta3 ? *o_.beta3 : root_of(b2);
    const double rate = value_at(o_.learning_rate, s.get(state["count"]), s.x64());
    const double t = s.increment(state["count"]);
    const double estimate = s.get(state["estim_lr"]);
    const double dlr = computed(s, [&](auto zero) {
      using T = decltype(zero);
      const T correction = std::pow(one_minus_power<T>(b2, t), T(0.5)) / one_minus_power<T>(b1, t);
      return static_cast<double>(static_cast<T>(estimate) * static_cast<T>(rate) * correction);
    });
    const double factor = o_.safeguard_warmup ? estimate : dlr;
    const double way = s.sum(kernels::dot_difference<double>{1.0}, state["params0"]);
    const double size =
        s.sum(kernels::size_of_sum<double>{b3, estimate, factor, o_.estim_lr0}, state["grad_sum"]);
    const numbers now = computed(s, [&](auto zero) {
      return numbers_of<decltype(zero)>(b3, estimate, dlr, way, size,
                                        s.get(state["numerator_weighted"]));
    });
    s.map(kernels::distance_adapted<double>{b1, b1.one_minus(), b2, b2.one_minus(), b3, estimate,
                                            factor, o_.estim_lr0, now.decay, dlr, now.eps},
          state["exp_avg"], state["exp_avg_sq"], state["grad_sum"]);
    s.set(state["numerator_weighted"], now.numerator);
    s.set(state["estim_lr"], now.estimate);
  }
  call describe() const override { return call_of<prodigy_options<>>("optax.contrib.prodigy", o_); }

 private:
  template <class T>
  numbers numbers_of(const number& b3, double estimate, double dlr, double way, double size,
                     double before) const {
    const auto d = static_cast<T>(estimate);
    const auto rate = static_cast<T>(dlr);
    const T numerator = static_cast<T>(b3.value()) * static_cast<T>(before) +
                        d / static_cast<T>(o_.estim_lr0.value()) * rate * static_cast<T>(way);
    const T found = static_cast<T>(o_.estim_lr_coef.value()) * numerator / static_cast<T>(size);
    const T next = larger(d, found);
    return {numerator, next, static_cast<T>(-o_.weight_decay.value()) * rate,
            next * static_cast<T>(o_.eps.value())};
  }

  prodigy_options<> o_;
};

}  // namespace

transformation detail::make_prodigy(const prodigy_options<>& o) { return prodigy_rule(o); }

}  // namespace optaxx::contrib
