#include "optaxx/transforms/scale_by_adam.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(scale_by_adam, takes_options_by_position_or_keyword) {
  const std::string text = "optax.scale_by_adam(b1=0.8, b2=0.95, eps=1e-06, eps_root=1e-08)";
  EXPECT_EQ(describe(scale_by_adam(0.8, 0.95, 1e-6, 1e-8)), text);
  EXPECT_EQ(describe(scale_by_adam(0.8, 0.95, {.eps = 1e-6, .eps_root = 1e-8})), text);
  EXPECT_EQ(describe(scale_by_adam({.b1 = 0.8, .b2 = 0.95, .eps = 1e-6, .eps_root = 1e-8})), text);
  EXPECT_EQ(describe(scale_by_adam({.mu_dtype = dtype::f32, .nesterov = true})),
            "optax.scale_by_adam(mu_dtype=jnp.float32, nesterov=True)");
  EXPECT_EQ(describe(scale_by_adam()), "optax.scale_by_adam()");
}

TEST(scale_by_adam, keeps_a_count_and_two_moments) {
  const opt_state state = scale_by_adam().init({{"w", array{1.0F, 2.0F}}});
  EXPECT_EQ(state.structure()->text(), "ScaleByAdamState(count=*, mu={'w': *}, nu={'w': *})");
  EXPECT_EQ(state["count"].leaf(), array::scalar(dtype::i32, 0));
  EXPECT_EQ(state["mu"]["w"].leaf(), array(dtype::f32, {2}));
  EXPECT_EQ(state["nu"]["w"].leaf(), array(dtype::f32, {2}));
}

TEST(scale_by_adam, begins_with_steps_of_almost_one) {
  for (const float gradient : {2.0F, -0.5F, 1000.0F}) {
    opt_state state = scale_by_adam().init(array{0.0F});
    const double update = scale_by_adam().update(array{gradient}, state).leaf().item();
    EXPECT_FLOAT_EQ(static_cast<float>(std::abs(update)), 0.99999332F);
    EXPECT_EQ(std::signbit(update), std::signbit(gradient));
  }
}

TEST(scale_by_adam, averages_gradients_and_their_squares) {
  const transformation tx = scale_by_adam({.b1 = 0.5, .b2 = 0.75});
  opt_state state = tx.init(array{0.0F});
  tx.update(array{2.0F}, state);
  EXPECT_EQ(tree_get(state, "mu").leaf().item(), 1.0);
  EXPECT_EQ(tree_get(state, "nu").leaf().item(), 1.0);
  tx.update(array{4.0F}, state);
  EXPECT_EQ(tree_get(state, "mu").leaf().item(), 2.5);
  EXPECT_EQ(tree_get(state, "nu").leaf().item(), 4.75);
  EXPECT_EQ(tree_get(state, "count").leaf().item(), 2);
}

TEST(scale_by_adam, divides_by_the_corrected_moments) {
  const transformation tx = scale_by_adam({.b1 = 0.5, .b2 = 0.75, .eps = 0.5, .eps_root = 12.0});
  opt_state state = tx.init(array{0.0F});
  // mu / (1 - 0.5) = 2; nu / (1 - 0.75) + 12 = 16.
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(), ElementsAre(2.0F / 4.5F));
}

TEST(scale_by_adam, with_nesterov_looks_one_step_ahead) {
  const transformation tx = scale_by_adam({.b1 = 0.5, .b2 = 0.75, .eps = 0.0, .nesterov = true});
  opt_state state = tx.init(array{0.0F});
  // 0.5 * 1 / (1 - 0.25) + 0.5 * 2 / (1 - 0.5), over sqrt(1 / 0.25).
  EXPECT_THAT(tx.update(array{2.0F}, state).leaf().values<float>(),
              ElementsAre((0.5F * (1.0F / 0.75F) + 2.0F) / 2.0F));
}

TEST(scale_by_adam, keeps_its_first_moment_in_another_type_if_asked) {
  const transformation tx = scale_by_adam({.mu_dtype = dtype::f32});
  const opt_state state = tx.init(array{1.0, 2.0});
  EXPECT_EQ(state["mu"].leaf().dtype(), dtype::f32);
  EXPECT_EQ(state["nu"].leaf().dtype(), dtype::f64);
}

TEST(scale_by_adam, refuses_a_type_that_holds_no_moments) {
  EXPECT_THAT([] { scale_by_adam({.mu_dtype = dtype::i32}).init(array{1.0F}); },
              ThrowsMessage<std::invalid_argument>(
                  testing::HasSubstr("scale_by_adam: 'mu' cannot be stored as int32")));
}

TEST(scale_by_adam, stops_counting_at_the_largest_int32) {
  opt_state state = scale_by_adam().init(array{0.0F});
  tree_set(state, "count", 2147483646);
  for (int i = 0; i < 3; ++i) scale_by_adam().update(array{1.0F}, state);
  EXPECT_EQ(state["count"].leaf().item(), 2147483647);
}

}  // namespace
