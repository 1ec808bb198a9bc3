// Differential privacy: gradients per example.
#include "optaxx/contrib/dpsgd.hpp"

#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

array of(const shape& s, std::initializer_list<float> values) {
  array a(dtype::f32, s);
  std::copy(values.begin(), values.end(), a.mutable_data<float>());
  return a;
}

const tree params = array{1.0F, 2.0F};

// Norms of 5 and 1, of which the first is shortened to 2.5: (1.5 + 1, 2 + 0) / 2.
TEST(differentially_private_aggregate, without_noise_is_the_mean_of_what_was_clipped) {
  const transformation tx = contrib::differentially_private_aggregate(2.5, 0.0);
  opt_state state = tx.init(params);
  const tree updates = tx.update(of({2, 2}, {3, 4, 1, 0}), state);
  EXPECT_THAT(updates.leaf().values<float>(), ElementsAre(1.25F, 1.0F));
}

TEST(dpsgd, takes_another_number_of_examples_in_each_step) {
  const transformation tx = contrib::dpsgd(0.5, 100.0, 0.0, 1);
  opt_state state = tx.init(params);
  tree p = params;
  tx.step(of({2, 2}, {3, 4, 1, 0}), state, p);
  EXPECT_THAT(p.leaf().values<float>(), ElementsAre(0.0F, 1.0F));
  tx.step(of({1, 2}, {2, 2}), state, p);
  EXPECT_THAT(p.leaf().values<float>(), ElementsAre(-1.0F, 0.0F));
  EXPECT_THAT(tx.update(of({1, 2}, {2, 2}), state, p).leaf().values<float>(),
              ElementsAre(-1.0F, -1.0F));
}

// The noise of two steps is not the same, and the memory of gradients that were handed over is none
// for updates.
TEST(dpsgd, draws_new_noise_in_each_step) {
  const transformation tx = contrib::dpsgd(1.0, 1.0, 1.0, 7);
  opt_state state = tx.init(params);
  const tree first = tx.update(of({2, 2}, {0, 0, 0, 0}), state, params);
  const tree second = tx.update(tree(of({2, 2}, {0, 0, 0, 0})), state, params);
  EXPECT_EQ(second.leaf().shape(), shape({2}));
  EXPECT_NE(first.leaf().values<float>()[0], second.leaf().values<float>()[0]);
}

TEST(dpsgd, refuses_gradients_of_another_form) {
  const transformation tx = contrib::dpsgd(1.0, 1.0, 1.0, 7);
  opt_state state = tx.init(params);
  EXPECT_THAT([&] { tx.update(params, state, params); },
              ThrowsMessage<tree_mismatch>("dpsgd: updates has shape (2,), expected an axis of "
                                           "examples in front of (2,)"));
  EXPECT_THAT(
      [&] {
        tx.update(array(dtype::f32, {0, 2}), state, params);
      },
      ThrowsMessage<tree_mismatch>("dpsgd: updates has no examples"));
}

TEST(dpsgd, comes_first_and_behind_no_mask) {
  const transformation dp = contrib::differentially_private_aggregate(2.5, 0.0);
  EXPECT_THROW(masked(dp, true).init(params), std::invalid_argument);
  EXPECT_THROW(chain(dp, dp).init(params), std::invalid_argument);
  for (const transformation& tx : {chain(scale(0.5), dp), chain(clip_by_global_norm(1.0), dp),
                                   apply_if_finite(dp, 1), multi_steps(dp, 2)}) {
    opt_state state = tx.init(params);
    EXPECT_THAT(
        [&] {
          tx.update(of({1, 2}, {3, 4}), state, params);
        },
        ThrowsMessage<std::invalid_argument>(testing::EndsWith(
            ": what makes updates of gradients that are not like the parameters comes "
            "first in a step")))
        << describe(tx);
  }
}

TEST(dpsgd, is_explained_with_gradients_of_one_example) {
  EXPECT_THAT(explain(contrib::dpsgd(1.0, 1.0, 1.0, 7, 0.9), params),
              testing::HasSubstr("links  differentially_private_aggregate, trace, scale"));
}

}  // namespace
