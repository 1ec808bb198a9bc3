#include "optaxx/combinators/skip_update.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/scale.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr float inf = std::numeric_limits<float>::infinity();

transformation every_two(const skip_update& f) {
  return MultiSteps(scale(1), 2, {.should_skip_update_fn = f});
}

TEST(skip_update, is_named_as_in_python) {
  EXPECT_EQ(describe(every_two(skip_not_finite())),
            "optax.MultiSteps(opt=optax.scale(step_size=1), every_k_schedule=2, "
            "should_skip_update_fn=optax.skip_not_finite)");
  EXPECT_THAT(describe(every_two(skip_large_updates(42.0))),
              HasSubstr("functools.partial(optax.skip_large_updates, max_squared_norm=42.0)"));
}

TEST(skip_update, leaves_out_what_is_not_finite) {
  const transformation tx = every_two(skip_not_finite());
  opt_state state = tx.init(array{0.0F, 0.0F});
  const auto update = [&](float a, float b) { return tx.update(array{a, b}, state); };
  update(2.0F, 2.0F);
  EXPECT_EQ(update(NAN, inf), tree(array{0.0F, 0.0F}));
  EXPECT_EQ(state["skip_state"]["num_not_finite"].leaf(), array::scalar(dtype::i32, 2));
  EXPECT_EQ(state["skip_state"]["should_skip"].leaf(), array::scalar(dtype::boolean, 1));
  EXPECT_EQ(state["mini_step"].leaf().item(), 1);
  EXPECT_EQ(state["acc_grads"].leaf(), (array{2.0F, 2.0F}));
  EXPECT_EQ(update(4.0F, 6.0F), tree(array{3.0F, 4.0F}));
  EXPECT_EQ(state["skip_state"]["num_not_finite"].leaf().item(), 0);
  EXPECT_EQ(state["skip_state"]["should_skip"].leaf().item(), 0);
}

TEST(skip_update, counts_as_optax_does_in_x64_mode) {
  const opt_state state = every_two(skip_not_finite()).init(array{0.0});
  EXPECT_EQ(state["skip_state"]["num_not_finite"].leaf().dtype(), dtype::i64);
  EXPECT_EQ(every_two(skip_large_updates(1.0))
                .init(array{0.0})["skip_state"]["norm_squared"]
                .leaf()
                .dtype(),
            dtype::f64);
}

TEST(skip_update, leaves_out_what_is_not_below_the_bound) {
  const transformation tx = every_two(skip_large_updates(25.0));
  opt_state state = tx.init(tree{{"a", array{0.0F}}, {"b", array{0.0F}}});
  const auto skips = [&](float a, float b) {
    tx.update(tree{{"a", array{a}}, {"b", array{b}}}, state);
    return state["skip_state"]["should_skip"].leaf().item() != 0;
  };
  EXPECT_FALSE(skips(3.0F, 3.0F));
  EXPECT_EQ(state["skip_state"]["norm_squared"].leaf(), array(18.0F));
  EXPECT_TRUE(skips(3.0F, 4.0F));
  EXPECT_TRUE(skips(NAN, 0.0F));
  EXPECT_TRUE(std::isnan(state["skip_state"]["norm_squared"].leaf().item()));
  EXPECT_EQ(state["mini_step"].leaf().item(), 1);
}

TEST(skip_update, leaves_parameters_untouched_to_the_bit) {
  const transformation tx = MultiSteps(sgd(0.1), 1, {.should_skip_update_fn = skip_not_finite()});
  tree params = array{-0.0F, 1e-40F};
  const auto before = bytes_of(params);
  opt_state state = tx.init(params);
  tx.step(array{NAN, 1.0F}, state, params);
  EXPECT_EQ(bytes_of(params), before);
  tx.step(array{1.0F, 1.0F}, state, params);
  EXPECT_NE(bytes_of(params), before);
}

TEST(skip_update, is_a_function_of_updates_gradient_step_and_parameters) {
  std::vector<step_t> steps;
  const transformation tx = every_two([&](const tree& updates, step_t step, const tree& params) {
    steps.push_back(step);
    const bool skip = updates.leaf().item() > params.leaf().item();
    return skip_decision{skip, tree{{"by", array(updates.leaf().data<float>()[0])}}};
  });
  const tree params = array{10.0F};
  opt_state state = tx.init(params);
  EXPECT_EQ(state["skip_state"]["by"].leaf(), array(0.0F));
  EXPECT_EQ(tx.update(array{2.0F}, state, params), tree(array{0.0F}));
  EXPECT_EQ(tx.update(array{11.0F}, state, params), tree(array{0.0F}));
  EXPECT_EQ(state["skip_state"]["by"].leaf(), array(11.0F));
  EXPECT_EQ(tx.update(array{4.0F}, state, params), tree(array{3.0F}));
  tx.update(array{4.0F}, state, params);
  EXPECT_THAT(steps, testing::ElementsAre(0, 0, 0, 0, 1));
}

TEST(skip_update, keeps_the_form_of_its_state) {
  const transformation tx = every_two([](const tree& updates, step_t, const tree&) {
    return skip_decision{false, updates.leaf().item() == 0 ? tree(array(0.0F)) : tree()};
  });
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT([&] { tx.update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("the state came back as None")));
}

}  // namespace
