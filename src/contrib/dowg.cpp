#include "optaxx/contrib/dowg.hpp"

#include <cmath>

#include "contrib/step_numbers.hpp"
#include "kernels/scale.hpp"
#include "kernels/square.hpp"
#include "kernels/square_difference.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {
namespace {

struct step_numbers {
  double distance;
  double sum;
  double rate;
};

class scale_by_dowg_rule final : public rule {
 public:
  explicit scale_by_dowg_rule(const dowg_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("DoWGState");
    const dtype type = lowest_dtype(state);
    state.slot("init_params", as_it_is);
    state.scalar("weighted_sq_norm_grads", type);
    state.scalar("estim_sq_dist", type, o_.init_estim_sq_dist.value_or(o_.eps));
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("dowg");
    const double way = s.sum(kernels::square_difference<double>{}, state["init_params"]);
    const double square = s.sum(kernels::square<double>{});
    const step_numbers now = computed(s, [&](auto zero) {
      using T = decltype(zero);
      const T distance = larger(static_cast<T>(s.get(state["estim_sq_dist"])), static_cast<T>(way));
      const T sum = distance * static_cast<T>(square) +
                    static_cast<T>(s.get(state["weighted_sq_norm_grads"]));
      return step_numbers{distance, sum,
                          distance / (std::sqrt(sum) + static_cast<T>(o_.eps.value()))};
    });
    s.map(numbers::as_params, kernels::scale<double>{now.rate});
    s.set(state["estim_sq_dist"], now.distance);
    s.set(state["weighted_sq_norm_grads"], now.sum);
  }
  call describe() const override { return {"scale_by_dowg", {}}; }

 private:
  dowg_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_dowg(const dowg_options<>& o) { return scale_by_dowg_rule(o); }

transformation detail::make_dowg(const dowg_options<>& o) {
  return alias(call_of<dowg_options<>>("optax.contrib.dowg", o),
               chain(o.weight_decay ? add_decayed_weights(*o.weight_decay, o.mask) : identity(),
                     make_scale_by_dowg(o), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
