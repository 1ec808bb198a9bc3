#include "optaxx/combinators/conditionally_transform.hpp"

#include "combinators/decides.hpp"

namespace optaxx {
namespace {

class conditionally_transform_rule final : public rule {
 public:
  explicit conditionally_transform_rule(const conditionally_transform_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ConditionallyTransformState");
    state.child("inner_state", o_.inner);
    state.scalar("step", dtype::i32);
  }
  void update(sweep& s, const state_view& state) const override {
    if (decides(o_.should_transform_fn, o_.forward_extra_args, s, state)) {
      o_.inner.update(s, state["inner_state"]);
    }
  }
  call describe() const override {
    return call_of<conditionally_transform_options<given, given>>("optax.conditionally_transform",
                                                                  o_);
  }

 private:
  conditionally_transform_options<> o_;
};

}  // namespace

transformation detail::make_conditionally_transform(const conditionally_transform_options<>& o) {
  return conditionally_transform_rule(o);
}

}  // namespace optaxx
