#include "optaxx/contrib/schedule_free.hpp"

#include <stdexcept>

#include "contrib/step_numbers.hpp"
#include "core/value_at.hpp"
#include "kernels/schedule_free.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/tree_utils/tree_cast.hpp"
#include "tree_utils/leaf_loops.hpp"

namespace optaxx::contrib {
namespace {

struct numbers {
  double max_lr;
  double weight_sum;
  double ck;
  double one_minus_ck;
};

class schedule_free_rule final : public rule {
 public:
  explicit schedule_free_rule(const schedule_free_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScheduleFreeState");
    const dtype type = lowest_dtype(state);
    state.scalar("b1", type, o_.b1);
    state.scalar("weight_sum", type);
    state.scalar("step_count", dtype::i32, 1.0);
    state.scalar("max_lr", type);
    state.child("base_optimizer_state", o_.base_optimizer);
    state.slot("z",
               [this](const array& p) { return o_.state_dtype ? astype(p, *o_.state_dtype) : p; });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("schedule_free");
    const double rate = value_at(o_.learning_rate, s.get(state["step_count"]), s.x64());
    s.increment(state["step_count"]);
    const numbers now = computed(s, [&](auto zero) {
      return numbers_of<decltype(zero)>(rate, s.get(state["max_lr"]), s.get(state["weight_sum"]));
    });
    o_.base_optimizer.update(s, state["base_optimizer_state"]);
    s.map(kernels::schedule_free<double>{o_.b1, o_.b1.one_minus(), now.ck, now.one_minus_ck},
          state["z"]);
    s.set(state["weight_sum"], now.weight_sum);
    s.set(state["max_lr"], now.max_lr);
  }
  call describe() const override {
    return call_of<schedule_free_options<given, given>>("optax.contrib.schedule_free", o_);
  }

 private:
  template <class T>
  numbers numbers_of(double rate, double max_lr, double weight_sum) const {
    const T most = larger(static_cast<T>(max_lr), static_cast<T>(rate));
    const T weight = optaxx::detail::power(most, o_.weight_lr_power);
    const T sum = static_cast<T>(weight_sum) + weight;
    T ck = weight / sum;
    // 0 / 0 of a rate that is still zero is 0; NaN that came in stays.
    if (ck != ck && weight == weight && sum == sum) ck = T(0);
    return {most, sum, ck, T(1) - ck};
  }

  schedule_free_options<> o_;
};

}  // namespace

transformation detail::make_schedule_free(const schedule_free_options<>& o) {
  return schedule_free_rule(o);
}

tree schedule_free_eval_params(const tree& state, const tree& params) {
  if (state.kind() != node_kind::named_struct || !state.contains("b1") || !state.contains("z")) {
    throw std::invalid_argument("schedule_free_eval_params: the state is no ScheduleFreeState");
  }
  const number b1(state["b1"].leaf().item(), state["b1"].leaf().dtype());
  return map_elements(
      "schedule_free_eval_params",
      [b = b1.value(), rest = b1.one_minus()]<class T>(T y, T z) {
        return (y - static_cast<T>(rest) * z) / static_cast<T>(b);
      },
      params, tree_cast_like(state["z"], params));
}

}  // namespace optaxx::contrib
