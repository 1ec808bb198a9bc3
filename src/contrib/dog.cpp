#include "optaxx/contrib/dog.hpp"

#include <cmath>
#include <stdexcept>

#include "contrib/step_numbers.hpp"
#include "kernels/scale.hpp"
#include "kernels/square.hpp"
#include "kernels/square_difference.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {
namespace {

struct step_numbers {
  double distance;
  double sum;
  double rate;
};

class scale_by_dog_rule final : public rule {
 public:
  explicit scale_by_dog_rule(const dog_options<>& o) : o_(o) {
    const std::string& kind = o_.init_step.first;
    if (kind != "distance" && kind != "learning_rate" && kind != "heuristic") {
      throw std::invalid_argument(
          "dog: init_step must begin with 'distance', 'learning_rate' or 'heuristic', got '" +
          kind + "'");
    }
  }

  void init(layout& state) const override {
    state.type("DoGState");
    const auto& [kind, value] = o_.init_step;
    const dtype type = lowest_dtype(state);
    double first = 0.0;
    if (kind == "distance") first = value;
    if (kind == "heuristic") {
      const double norm = global_norm(state.params());
      first = optaxx::detail::flushed([&, v = value.value()] {
        if (state.x64()) return v * (1.0 + norm);
        return static_cast<double>(static_cast<float>(v) * (1.0F + static_cast<float>(norm)));
      });
    }
    state.scalar("is_init_step", dtype::boolean, 1.0);
    state.slot("init_params", as_it_is);
    state.scalar("max_dist", type, first);
    state.scalar("sum_sq_norm_grads", type);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("dog");
    const double way = s.sum(kernels::square_difference<double>{}, state["init_params"]);
    const double square = s.sum(kernels::square<double>{});
    const bool first = s.get(state["is_init_step"]) != 0 && o_.init_step.first == "learning_rate";
    const step_numbers now = computed(s, [&](auto zero) {
      using T = decltype(zero);
      const T distance =
          larger(static_cast<T>(s.get(state["max_dist"])), std::sqrt(static_cast<T>(way)));
      const T sum = static_cast<T>(s.get(state["sum_sq_norm_grads"])) + static_cast<T>(square);
      const T rate = distance / std::sqrt(sum + static_cast<T>(o_.eps.value()));
      return step_numbers{distance, sum,
                          first ? static_cast<T>(o_.init_step.second.value()) : rate};
    });
    s.map(numbers::as_params, kernels::scale<double>{now.rate});
    s.set(state["is_init_step"], 0.0);
    s.set(state["max_dist"], now.distance);
    s.set(state["sum_sq_norm_grads"], now.sum);
  }
  call describe() const override { return {"scale_by_dog", {}}; }

 private:
  dog_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_dog(const dog_options<>& o) { return scale_by_dog_rule(o); }

transformation detail::make_dog(const dog_options<>& o) {
  return alias(call_of<dog_options<>>("optax.contrib.dog", o),
               chain(o.weight_decay ? add_decayed_weights(*o.weight_decay, o.mask) : identity(),
                     make_scale_by_dog(o), scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
