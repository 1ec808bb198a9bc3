#include "optaxx/transforms/add_decayed_weights.hpp"

#include "kernels/add_decayed_weights.hpp"
#include "optaxx/combinators/masked.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
namespace {

class add_decayed_weights_rule final : public rule {
 public:
  explicit add_decayed_weights_rule(const add_decayed_weights_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    if (!o_.weight_decay.is_schedule()) return;
    state.type("WeightDecaySchedule");
    state.scalar("count", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("add_decayed_weights");
    // Only a plain number counts as no decay; one that was stored is a product, as in Optax.
    if (o_.weight_decay.is_schedule()) {
      // The value of a schedule is an array of JAX.
      s.map(numbers::f32, kernels::add_decayed_weights<double>{
                              s.at(o_.weight_decay.as_schedule(), s.get(state["count"]))});
      s.increment(state["count"]);
    } else if (o_.weight_decay.as_number() != 0.0 || o_.weight_decay.as_number().dtype()) {
      s.map(kernels::add_decayed_weights<double>{o_.weight_decay.as_number()});
    }
  }
  call describe() const override {
    return call_of<add_decayed_weights_options<>>("optax.add_decayed_weights", o_);
  }

 private:
  add_decayed_weights_options<> o_;
};

}  // namespace

transformation detail::make_add_decayed_weights(const add_decayed_weights_options<>& o) {
  transformation decay = add_decayed_weights_rule(o);
  if (o.mask.empty()) return decay;
  return alias(decay.describe(), masked(decay, o.mask));
}

}  // namespace optaxx
