// States of parameters that are narrower than their gradients.
#include "sweep/state_dtypes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optaxx/optaxx.hpp>
#include <stdexcept>

#include "support/bytes.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using support::rule_of;
using support::same_bits;
using testing::HasSubstr;
using testing::ThrowsMessage;

array both(dtype type, float value) { return astype(array{value, value}, type); }
array bf16(float value) { return both(dtype::bf16, value); }
array f32(float value) { return both(dtype::f32, value); }

float last_update(const transformation& tx, int first, float early, float late) {
  const tree params = bf16(1);
  opt_state state = tx.init(params);
  tree updates;
  for (int i = 0; i < 5000; ++i) updates = tx.update(f32(i < first ? early : late), state, params);
  return updates.leaf().data<float>()[0];
}

// Optax 0.2.8, eager. Its rsqrt is an estimate.
TEST(state_dtypes, a_long_run_arrives_where_optax_does) {
  EXPECT_NEAR(last_update(adagrad(0.1), 0, 0, 0.1F), -0x1.725daep-10F, 0x1p-32F);
  EXPECT_NEAR(last_update(rmsprop(1e-3, {.decay = 0.999}), 100, 1, 0.1F), -0x1.fc728ap-11F,
              0x1p-32F);
  EXPECT_EQ(last_update(sgd(0.1, {.momentum = 0.99}), 0, 0, 0.1F), -1.0F);
}

TEST(state_dtypes, nothing_is_wider_before_the_first_step_or_where_gradients_are_not) {
  const transformation tx = adagrad(0.1);
  opt_state state = tx.init(bf16(1));
  EXPECT_EQ(state[0]["sum_of_squares"].leaf().dtype(), dtype::bf16);
  tx.update(bf16(0.5F), state);
  EXPECT_EQ(state[0]["sum_of_squares"].leaf().dtype(), dtype::bf16);
  tx.update(f32(0.5F), state);
  EXPECT_EQ(state[0]["sum_of_squares"].leaf().dtype(), dtype::f32);
  tx.update(bf16(0.5F), state);  // and stays, as in Optax
  EXPECT_EQ(state[0]["sum_of_squares"].leaf().dtype(), dtype::f32);
}

TEST(state_dtypes, a_state_laid_out_at_once_makes_the_same_steps) {
  const transformation tx = chain(clip_by_global_norm(1.0), adamw(0.1, {.weight_decay = 0.1}));
  tree params = bf16(1);
  tree same = params;
  opt_state state = tx.init(params);
  opt_state at_once = tx.init(params, {.gradients = dtype::f32});
  for (int i = 0; i < 3; ++i) {
    tx.step(f32(0.3F), state, params);
    tx.step(f32(0.3F), at_once, same);
  }
  EXPECT_TRUE(same_bits(state.leaves(), at_once.leaves()));
  EXPECT_EQ(params, same);
}

TEST(state_dtypes, a_step_that_throws_leaves_them_as_they_were) {
  bool refuses = true;
  const transformation tx = chain(trace(0.9), clip_by_global_norm(1.0),
                                  rule_of([](layout&) {},
                                          [&](sweep& s, const state_view&) {
                                            s.global_norm();  // the trace is looked at
                                            if (refuses) throw std::runtime_error("no");
                                          }));
  opt_state state = tx.init(bf16(1));
  const auto before = bytes_of(state);
  EXPECT_THROW(tx.update(f32(0.1F), state), std::runtime_error);
  EXPECT_EQ(state[0]["trace"].leaf().dtype(), dtype::bf16);
  EXPECT_EQ(bytes_of(state), before);
  refuses = false;
  tx.update(f32(0.1F), state);
  EXPECT_EQ(state[0]["trace"].leaf(), f32(0.1F));
  refuses = true;
  EXPECT_THROW(tx.update(f32(0.1F), state), std::runtime_error);
  EXPECT_EQ(state[0]["trace"].leaf(), f32(0.1F));
}

TEST(state_dtypes, copies_go_on_each_with_its_own) {
  const transformation tx = sgd(0.1, {.momentum = 0.5});
  opt_state state = tx.init(bf16(1));
  const opt_state narrow = state;
  tx.update(f32(0.1F), state);
  opt_state wide = state;
  EXPECT_EQ(narrow[0]["trace"].leaf().dtype(), dtype::bf16);
  tx.update(f32(0.1F), wide);
  tx.update(f32(0.1F), state);
  EXPECT_TRUE(same_bits(state.leaves(), wide.leaves()));
  opt_state again = narrow;
  tx.update(f32(0.1F), again);
  EXPECT_EQ(again[0]["trace"].leaf(), f32(0.1F));
}

TEST(state_dtypes, another_transformation_goes_on_with_them) {
  opt_state state = sgd(0.1, {.momentum = 0.5}).init(bf16(1));
  sgd(0.1, {.momentum = 0.5}).update(f32(1), state);
  EXPECT_EQ(sgd(0.5, {.momentum = 0.5}).update(f32(1), state), tree(f32(-0.75F)));
  EXPECT_THAT([&] { trace(0.5, {.accumulator_dtype = dtype::bf16}).update(f32(1), state); },
              ThrowsMessage<tree_mismatch>(HasSubstr("the state is that of another")));
}

TEST(state_dtypes, what_has_a_dtype_of_its_own_keeps_it) {
  const transformation tx = chain(trace(0.5, {.accumulator_dtype = dtype::bf16}), scale_by_adam());
  opt_state state = tx.init(bf16(1));
  tx.update(f32(0.1F), state);
  EXPECT_EQ(state[0]["trace"].leaf().dtype(), dtype::bf16);
  EXPECT_EQ(state[1]["mu"].leaf().dtype(), dtype::f32);
  EXPECT_EQ(state[1]["nu"].leaf().dtype(), dtype::bf16);  // Optax casts it back
}

TEST(state_dtypes, slots_of_a_users_formula_follow_too) {
  const transformation tx =
      elementwise("momentum", {"m"}, []<class T>(T& u, T& m) noexcept { u = m = T(0.5) * m + u; });
  opt_state state = tx.init(bf16(1));
  tx.update(f32(0.1F), state);
  EXPECT_EQ(state["m"].leaf(), f32(0.1F));
}

TEST(state_dtypes, float64_gradients_are_refused_with_the_path) {
  const transformation tx = sgd(0.1, {.momentum = 0.5});
  opt_state state = tx.init({{"w", bf16(1)}});
  EXPECT_THAT(([&] {
                tx.update({{"w", array{0.5, 0.5}}}, state);
              }),
              ThrowsMessage<tree_mismatch>("sgd: updates['w'] is float64, params is bfloat16"));
}

}  // namespace
