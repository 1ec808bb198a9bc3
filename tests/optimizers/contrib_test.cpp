// What optax.contrib has that the tables do not show: errors, and numbers of Optax in special
// steps.
#include <gmock/gmock.h>

#include <cmath>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::FloatEq;
using testing::ThrowsMessage;

std::vector<float> values(const tree& t) {
  const auto all = t.leaf().values<float>();
  return {all.begin(), all.end()};
}

TEST(adopt, steps_nowhere_at_first) {
  const transformation tx = contrib::adopt(0.1);
  tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  tx.step(array{3.0F, -4.0F}, state, params);
  EXPECT_THAT(values(params), ElementsAre(1.0F, -2.0F));
}

TEST(madgrad, starts_from_the_parameters_of_init) {
  const transformation tx = contrib::madgrad(0.1);
  const opt_state state = tx.init(array{1.0F, -2.0F});
  EXPECT_THAT(state[1]["x0"].leaf().values<float>(), ElementsAre(1.0F, -2.0F));
}

TEST(prodigy, has_no_estimate_of_updates_that_are_zero) {
  const transformation tx = contrib::prodigy();
  const tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  EXPECT_TRUE(std::isnan(values(tx.update(array{0.0F, 0.0F}, state, params))[0]));
  EXPECT_TRUE(std::isnan(state["estim_lr"].leaf().item()));
}

TEST(dog, refuses_another_way_to_begin) {
  EXPECT_THAT(
      [] {
        contrib::dog(1.0, {.init_step = {"distant", 0.1}});
      },
      ThrowsMessage<std::invalid_argument>(
          "dog: init_step must begin with 'distance', 'learning_rate' or 'heuristic', got "
          "'distant'"));
}

TEST(momo, needs_the_loss) {
  const tree params = array{1.0F, -2.0F};
  for (const auto& tx : {contrib::momo(), contrib::momo_adam(), contrib::reduce_on_plateau()}) {
    opt_state state = tx.init(params);
    EXPECT_THAT([&] { tx.update(params, state, params); },
                ThrowsMessage<std::invalid_argument>(testing::EndsWith(
                    ": needs the loss: update(grads, state, params, {.value = loss})")));
    EXPECT_EQ(state["count"].leaf().item(), 0);
  }
}

TEST(mechanize, needs_a_beta) {
  EXPECT_THAT([] { contrib::mechanize(sgd(1.0), {.num_betas = 0}); },
              ThrowsMessage<std::invalid_argument>("mechanize: num_betas must be positive, got 0"));
}

TEST(mechanize, starts_from_the_parameters_of_its_first_step) {
  const transformation tx = contrib::mechanize(sgd(1.0));
  opt_state state = tx.init(array{1.0F, -2.0F});
  const tree params = array{3.0F, 4.0F};
  for (int step = 0; step < 2; ++step) {
    tx.update(array{1.0F, 1.0F}, state, step == 0 ? params : array{5.0F, 6.0F});
    EXPECT_THAT(values(tree(state["x0"])), ElementsAre(3.0F, 4.0F));
  }
}

// Numbers of Optax.
TEST(schedule_free, has_parameters_to_evaluate) {
  const transformation tx = contrib::schedule_free_sgd(0.5);
  tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  for (const array& g : {array{1.0F, 1.0F}, array{2.0F, -1.0F}, array{0.5F, 0.25F}})
    tx.step(g, state, params);
  EXPECT_THAT(values(params), ElementsAre(FloatEq(-0.3F), FloatEq(-2.1999998F)));
  EXPECT_THAT(values(contrib::schedule_free_eval_params(state, params)),
              ElementsAre(FloatEq(-0.25F), FloatEq(-2.208333F)));
  EXPECT_THAT([&] { contrib::schedule_free_eval_params(params, params); },
              ThrowsMessage<std::invalid_argument>(
                  "schedule_free_eval_params: the state is no ScheduleFreeState"));
}

TEST(schedule_free, warms_up_to_a_number) {
  EXPECT_THAT(
      [] { contrib::schedule_free_adamw(linear_schedule(0.1, 0.0, 5), {.warmup_steps = 3}); },
      ThrowsMessage<std::invalid_argument>(
          testing::StartsWith("schedule_free_adamw: with warmup_steps learning_rate must be a "
                              "number, got optax.linear_schedule(")));
}

// Numbers of Optax.
TEST(reduce_on_plateau, waits_reduces_and_cools_down) {
  const transformation tx =
      contrib::reduce_on_plateau({.factor = 0.5, .patience = 2, .cooldown = 1});
  const tree params = array{1.0F, 1.0F};
  opt_state state = tx.init(params);
  std::vector<float> scales;
  std::vector<double> plateaus;
  for (const double loss : {1.0, 2.0, 2.0, 2.0, 0.5, 0.6, 0.7}) {
    scales.push_back(values(tx.update(params, state, params, {.value = loss}))[0]);
    plateaus.push_back(state["plateau_count"].leaf().item());
  }
  EXPECT_THAT(scales, ElementsAre(1, 1, 0.5, 0.5, 0.5, 0.5, 0.25));
  EXPECT_THAT(plateaus, ElementsAre(0, 1, 0, 0, 0, 1, 0));
}

// For Optax -0.9 is below 0.75 * -1, and so better than -1, which it is not.
TEST(reduce_on_plateau, corrected_knows_what_is_better_below_zero) {
  for (const bool corrected : {false, true}) {
    const transformation tx = contrib::reduce_on_plateau(
        {.factor = 0.5, .patience = 1, .rtol = 0.25, .corrected = corrected});
    opt_state state = tx.init(array{1.0F});
    for (const double loss : {-1.0, -0.9})
      tx.update(array{1.0F}, state, array{1.0F}, {.value = loss});
    EXPECT_EQ(state["best_value"].leaf().item(), corrected ? -1.0 : static_cast<double>(-0.9F));
    EXPECT_EQ(state["scale"].leaf().item(), corrected ? 0.5 : 1.0);
    tx.update(array{1.0F}, state, array{1.0F}, {.value = -1.5});
    EXPECT_EQ(state["best_value"].leaf().item(), -1.5);
  }
}

TEST(reduce_on_plateau, refuses_what_optax_refuses) {
  const auto message = [](const contrib::reduce_on_plateau_options<>& o) -> std::string {
    try {
      contrib::reduce_on_plateau(o);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(message({.factor = 1.0}), "reduce_on_plateau: factor must be between 0 and 1, got 1.0");
  EXPECT_EQ(message({.rtol = 1.5}), "reduce_on_plateau: rtol must be between 0 and 1, got 1.5");
  EXPECT_EQ(message({.atol = -1.0}), "reduce_on_plateau: atol must not be negative, got -1.0");
  EXPECT_EQ(message({.rtol = 0.0}),
            "reduce_on_plateau: one of rtol and atol must be positive, got 0.0");
}

}  // namespace
