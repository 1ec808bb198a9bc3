// What a step knows of the last one's arrays it forgets when they are others: each step is as that
// of a copy of the state, which knows nothing.
#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>
#include <vector>

#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "support/same_bits.hpp"

namespace {

using namespace optaxx;

class a_step_after_others : public testing::Test {
 protected:
  a_step_after_others() {
    for (int i = 0; i < 3; ++i) tx.step(grads, state, params);
  }

  void expect_as_a_copy() {
    opt_state twin = state;
    tree twin_params = params;
    tx.step(grads, state, params);
    tx.step(grads, twin, twin_params);
    EXPECT_TRUE(support::same_bits(state.leaves(), twin.leaves()));
    EXPECT_TRUE(support::same_bits(params.leaves(), twin_params.leaves()));
  }

  static tree made_of(float scale) {
    array matrix(dtype::f32, {2, 3});
    for (int i = 0; i < 6; ++i) matrix.mutable_data<float>()[i] = scale * static_cast<float>(i + 1);
    return tree{{"a", std::move(matrix)}, {"b", array{scale, -scale, 3 * scale}}};
  }

  transformation tx = adamw(0.1);
  tree params = made_of(1.0F);
  tree grads = made_of(0.25F);
  opt_state state = tx.init(params);
};

TEST_F(a_step_after_others, sees_other_gradients) {
  grads.leaves()[1] = array{7.0F, 8.0F, 9.0F};
  expect_as_a_copy();
  grads = made_of(-2.0F);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, sees_other_parameters) {
  params.leaves()[0] = made_of(5.0F).leaves()[0];
  expect_as_a_copy();
}

TEST_F(a_step_after_others, sees_another_state) {
  for (array& slot : state.leaves()) slot = array(slot);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, sees_gradients_of_another_dtype) {
  grads.leaves()[0] = array(dtype::bf16, {2, 3});
  expect_as_a_copy();
  grads = made_of(0.5F);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, refuses_the_same_memory_in_another_shape) {
  array& a = grads.leaves()[0];
  tree turned = grads;
  turned.leaves()[0] = borrow(a.mutable_data<float>(), {3, 2});
  turned.leaves()[1] = borrow(grads.leaves()[1].mutable_data<float>(), {3});
  EXPECT_THROW(tx.step(turned, state, params), tree_mismatch);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, refuses_the_same_memory_if_it_may_not_be_written) {
  const float* const memory = params.leaves()[1].data<float>();
  array owner = std::exchange(params.leaves()[1], borrow(memory, {3}));
  EXPECT_THROW(tx.step(grads, state, params), std::invalid_argument);
  EXPECT_THROW(tx.step(grads, state, params), std::invalid_argument);
  params.leaves()[1] = std::move(owner);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, keeps_what_it_saw_before_it_refused) {
  grads.leaves()[0] = made_of(4.0F).leaves()[0];
  array right = std::exchange(grads.leaves()[1], array{1.0F});
  EXPECT_THROW(tx.step(grads, state, params), tree_mismatch);
  grads.leaves()[1] = std::move(right);
  expect_as_a_copy();
}

TEST_F(a_step_after_others, may_be_an_update) {
  opt_state twin = state;
  const tree updates = tx.update(grads, state, params);
  const tree twin_updates = tx.update(grads, twin, params);
  EXPECT_TRUE(support::same_bits(updates.leaves(), twin_updates.leaves()));
  expect_as_a_copy();
}

}  // namespace
