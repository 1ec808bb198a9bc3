#include "optaxx/combinators/conditionally_mask.hpp"

#include "combinators/decides.hpp"
#include "kernels/set_to_zero.hpp"

namespace optaxx {
namespace {

class conditionally_mask_rule final : public rule {
 public:
  explicit conditionally_mask_rule(const conditionally_mask_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ConditionallyMaskState");
    state.scalar("step", dtype::i32);
    state.child("inner_state", o_.inner);
  }
  void update(sweep& s, const state_view& state) const override {
    if (decides(o_.should_transform_fn, o_.forward_extra_args, s, state)) {
      o_.inner.update(s, state["inner_state"]);
    } else {
      s.map(kernels::set_to_zero<double>{});
    }
  }
  call describe() const override {
    return call_of<conditionally_mask_options<given, given>>("optax.conditionally_mask", o_);
  }

 private:
  conditionally_mask_options<> o_;
};

}  // namespace

transformation detail::make_conditionally_mask(const conditionally_mask_options<>& o) {
  return conditionally_mask_rule(o);
}

}  // namespace optaxx
