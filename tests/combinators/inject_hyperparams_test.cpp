#include "optaxx/combinators/inject_hyperparams.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <thread>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/optimizers/adafactor.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/schedules/linear_schedule.hpp"
#include "optaxx/schedules/piecewise_constant_schedule.hpp"
#include "optaxx/transforms/clip.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/trace.hpp"
#include "optaxx/tree_utils/tree_get.hpp"
#include "support/compare.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

double halving(step_t n) { return n == 0 ? 1.0 : 0.5; }

TEST(inject_hyperparams, describes_itself) {
  EXPECT_EQ(describe(inject_hyperparams(adam)({.learning_rate = 0.1, .b2 = 0.99})),
            "optax.inject_hyperparams(optax.adam)(learning_rate=0.1, b2=0.99)");
  EXPECT_EQ(describe(inject_hyperparams(adam)({.learning_rate = 0.1},
                                              {{"b1", linear_schedule(0.5, 0.9, 10)}})),
            "optax.inject_hyperparams(optax.adam)(learning_rate=0.1, "
            "b1=optax.linear_schedule(init_value=0.5, end_value=0.9, transition_steps=10))");
  EXPECT_EQ(describe(inject_hyperparams(
                scale_by_adam, {.static_args = {"b1"}, .hyperparam_dtype = dtype::f32})({})),
            "optax.inject_hyperparams(optax.scale_by_adam, static_args=['b1'], "
            "hyperparam_dtype=jnp.float32)()");
  EXPECT_EQ(describe(inject_hyperparams({"rate"}, [](const number& r) { return scale(r); })(2.0)),
            "optax.inject_hyperparams(f)(rate=2.0)");
}

TEST(inject_hyperparams, keeps_all_numbers_in_the_state) {
  const opt_state state =
      inject_hyperparams(sgd)({.learning_rate = halving, .momentum = 0.5}).init(array{1.0F});
  EXPECT_EQ(state.structure()->text(),
            "InjectStatefulHyperparamsState(count=*, hyperparams={'learning_rate': *, 'momentum': "
            "*}, hyperparams_states={'learning_rate': WrappedScheduleState(count=*)}, "
            "inner_state=(TraceState(trace=*), EmptyState()))");
  EXPECT_EQ(state["hyperparams"]["learning_rate"].leaf(), array(1.0F));
  EXPECT_EQ(state["hyperparams"]["momentum"].leaf(), array(0.5F));
  EXPECT_FALSE(inject_hyperparams(sgd)({.learning_rate = 0.1})
                   .init(array{1.0F})["hyperparams"]
                   .contains("momentum"));
}

TEST(inject_hyperparams, has_the_dtype_of_the_widest_parameter_unless_told_otherwise) {
  const tree mixed{{"a", array{1.0F}}, {"b", array{1.0}}};
  EXPECT_EQ(
      inject_hyperparams(scale)({.step_size = 0.1}).init(mixed)["hyperparams"]["step_size"].leaf(),
      array(0.1));
  EXPECT_EQ(inject_hyperparams(scale, {.hyperparam_dtype = dtype::f32})({.step_size = 0.1})
                .init(mixed)["hyperparams"]["step_size"]
                .leaf(),
            array(0.1F));
  // A schedule that is computed in float32 stays so, and an int stays an int.
  EXPECT_EQ(inject_hyperparams(sgd)({.learning_rate = linear_schedule(0.1, 0.0, 3)})
                .init(mixed)["hyperparams"]["learning_rate"]
                .leaf(),
            array(0.1F));
  EXPECT_EQ(inject_hyperparams(scale)({.step_size = 2})
                .init(array{1.0F})["hyperparams"]["step_size"]
                .leaf(),
            array::scalar(dtype::i32, 2));
}

TEST(inject_hyperparams, keeps_integers_of_schedules) {
  const opt_state state =
      inject_hyperparams(scale)({.step_size = 0.5}, {{"step_size", [](step_t n) { return n; }}})
          .init(array{1.0});
  EXPECT_EQ(state["hyperparams"]["step_size"].leaf(), array::scalar(dtype::i32, 0));
}

// Optax would take them for schedules, and nothing would decay.
TEST(inject_hyperparams, has_masks_and_dtypes_as_static_arguments) {
  const transformation tx = inject_hyperparams(adamw)(
      {.learning_rate = 0.1, .mu_dtype = dtype::bf16, .weight_decay = 0.5, .mask = paths("w")});
  EXPECT_EQ(describe(tx),
            "optax.inject_hyperparams(optax.adamw, static_args=['mu_dtype', 'mask'])("
            "learning_rate=0.1, mu_dtype=jnp.bfloat16, weight_decay=0.5, "
            "mask=optaxx.paths('w'))");
  EXPECT_FALSE(tx.init(tree{{"w", array{1.0F}}})["hyperparams"].contains("mask"));
  EXPECT_EQ(describe(inject_hyperparams(adamw)({.learning_rate = 0.1, .mask = true})),
            "optax.inject_hyperparams(optax.adamw)(learning_rate=0.1, mask=True)");
}

// jnp.float32 is a callable in Optax, and the default of an option.
TEST(inject_hyperparams, of_adafactor_has_its_dtype_among_the_numbers) {
  const tree params = array{1.0F, 2.0F};
  const transformation tx = inject_hyperparams(adafactor)({.learning_rate = 0.1});
  opt_state state = tx.init(params);
  const auto number = [&] { return state["hyperparams"]["dtype_momentum"].leaf(); };
  for (const float count : {0.0F, 0.0F, 1.0F}) {
    EXPECT_EQ(number(), array(count));
    (void)tx.update(params, state, params);
  }
  EXPECT_EQ(state["hyperparams_states"]["dtype_momentum"]["count"].leaf().item(), 3);
}

TEST(inject_hyperparams, shows_what_the_last_step_used) {
  const transformation tx =
      inject_hyperparams(sgd)({.learning_rate = 0.25, .momentum = 0.5}, {{"momentum", halving}});
  opt_state state = tx.init(array{0.0F});
  const auto momentum = [&] { return state["hyperparams"]["momentum"].leaf().item(); };
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(-1.0F));
  EXPECT_EQ(momentum(), 1.0);
  EXPECT_THAT(tx.update(array{4.0F}, state).leaf().values<float>(), ElementsAre(-1.5F));
  EXPECT_EQ(momentum(), 0.5);
  EXPECT_EQ(state["count"].leaf().item(), 2);
  EXPECT_EQ(state["hyperparams_states"]["momentum"]["count"].leaf().item(), 2);
}

TEST(inject_hyperparams, lets_numbers_be_changed_between_steps) {
  const transformation tx = chain(clip(100.0), inject_hyperparams(sgd)({.learning_rate = 1.0}));
  opt_state state = tx.init(array{0.0F});
  const auto update = [&] { return tx.update(array{4.0F}, state).leaf().item(); };
  EXPECT_EQ(update(), -4.0);
  state[1]["hyperparams"]["learning_rate"].leaf().set_item(0.5);
  EXPECT_EQ(update(), -2.0);
  EXPECT_EQ(update(), -2.0);
  tree_set(state, "learning_rate", 0.25);
  EXPECT_EQ(update(), -1.0);
  // As if it were put into an array of float32.
  state[1]["hyperparams"]["learning_rate"] = array(0.1);
  EXPECT_EQ(update(), static_cast<double>(-4.0F * 0.1F));
  EXPECT_EQ(tree_get(state, "learning_rate").leaf().item(), static_cast<double>(0.1F));
}

TEST(inject_hyperparams, computes_scheduled_numbers_anew) {
  const transformation tx = inject_hyperparams(sgd)({.learning_rate = halving});
  opt_state state = tx.init(array{0.0F});
  const tree_ref rate = state["hyperparams"]["learning_rate"];
  rate.leaf().set_item(100.0);
  EXPECT_EQ(tx.update(array{4.0F}, state).leaf().item(), -4.0);
  EXPECT_EQ(rate.leaf().item(), 1.0);
}

// With g = 1 the first step of Adam is 1 if 1 - b2 is formed of the float32, as in 1 - b2^1; formed
// in double it is not.
TEST(inject_hyperparams, forms_one_minus_b2_in_float32) {
  const auto first = [](const transformation& tx) {
    opt_state state = tx.init(array{0.0F});
    return tx.update(array{1.0F}, state).leaf().item();
  };
  EXPECT_EQ(first(inject_hyperparams(scale_by_adam)({.eps = 0.0})), 1.0);
  EXPECT_LT(first(scale_by_adam({.eps = 0.0})), 1.0);
}

TEST(inject_hyperparams, in_float64_has_the_bits_of_the_transformation_alone) {
  const transformation injected = inject_hyperparams(adamw)({.learning_rate = 0.1, .b1 = 0.8});
  const transformation alone = adamw({.learning_rate = 0.1, .b1 = 0.8});
  const tree params = array{1.0, -2.0};
  opt_state state = injected.init(params);
  opt_state plain = alone.init(params);
  for (int i = 0; i < 5; ++i) {
    const tree grads = array{0.3 * i, 1e-3};
    EXPECT_TRUE(support::same_tree(injected.update(grads, state, params),
                                   alone.update(grads, plain, params)));
  }
}

TEST(inject_hyperparams, leaves_static_arguments_out) {
  const opt_state state = inject_hyperparams(sgd, {.static_args = {"learning_rate"}})(
                              {.learning_rate = halving, .momentum = 0.5})
                              .init(array{1.0F});
  EXPECT_EQ(state.structure()->text(),
            "InjectStatefulHyperparamsState(count=*, hyperparams={'momentum': *}, "
            "hyperparams_states={}, inner_state=(TraceState(trace=*), "
            "ScaleByScheduleState(count=*)))");
}

TEST(inject_hyperparams, takes_a_function_of_numbers) {
  const transformation tx = inject_hyperparams(
      {"learning_rate", "decay"}, [](const number& learning_rate, const number& decay) {
        return chain(trace(decay), scale(learning_rate.negated()));
      })(halving, 0.5);
  opt_state state = tx.init(array{0.0F});
  EXPECT_EQ(state["hyperparams"].keys().size(), 2U);
  EXPECT_EQ(tx.update(array{4.0F}, state).leaf().item(), -4.0);
  EXPECT_EQ(tx.update(array{4.0F}, state).leaf().item(), -3.0);
}

TEST(inject_hyperparams, works_behind_a_mask_and_on_several_states) {
  const transformation tx = masked(inject_hyperparams(sgd)({.learning_rate = 1.0}), paths("a"));
  const tree params{{"a", array{0.0F}}, {"b", array{0.0F}}};
  const tree grads{{"a", array{1.0F}}, {"b", array{1.0F}}};
  opt_state one = tx.init(params);
  opt_state other = one;
  tree_set(other, "learning_rate", 0.5);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(tx.update(grads, one), (tree{{"a", array{-1.0F}}, {"b", array{1.0F}}}));
    EXPECT_EQ(tx.update(grads, other), (tree{{"a", array{-0.5F}}, {"b", array{1.0F}}}));
  }
}

TEST(inject_hyperparams, keeps_the_rate_of_each_state_apart_in_threads) {
  const transformation tx = inject_hyperparams(sgd)({.learning_rate = 1.0});
  const auto work = [&](float rate) {
    opt_state state = tx.init(array{0.0F});
    tree_set(state, "learning_rate", static_cast<double>(rate));
    for (int i = 0; i < 200; ++i) {
      if (tx.update(array{1.0F}, state) != tree(array{-rate})) return false;
    }
    return true;
  };
  bool ok = false;
  std::thread other([&] { ok = work(0.5F); });
  EXPECT_TRUE(work(0.25F));
  other.join();
  EXPECT_TRUE(ok);
}

TEST(inject_hyperparams, names_what_does_not_fit) {
  EXPECT_THAT(
      [] {
        inject_hyperparams(sgd)({.learning_rate = 0.1}, {{"momentum", halving}});
      },
      ThrowsMessage<std::invalid_argument>(
          "inject_hyperparams: optax.sgd has no numeric option 'momentum' that is set, it "
          "has 'learning_rate'"));
  const auto with_static = inject_hyperparams(scale, {.static_args = {"rate"}});
  EXPECT_THAT([&] { with_static({.step_size = 0.1}); },
              ThrowsMessage<std::invalid_argument>(
                  "inject_hyperparams: there is no option 'rate' to be static, there are "
                  "['step_size']"));
  const auto of_one = inject_hyperparams({"a", "b"}, [](const number& a) { return scale(a); });
  EXPECT_THAT([&] { of_one(1.0); },
              ThrowsMessage<std::invalid_argument>(
                  "inject_hyperparams: the function has 2 named arguments, got 1"));
  const transformation tx = inject_hyperparams(scale)({.step_size = 0.1});
  opt_state state = tx.init(array{1.0F});
  EXPECT_THAT([&] { tx.update(array{1.0}, state); },
              ThrowsMessage<std::exception>(testing::HasSubstr("inject_hyperparams: updates")));
}

TEST(inject_hyperparams, tells_minus_zero_from_zero_in_states_that_take_turns) {
  const transformation tx = inject_hyperparams(sgd)({.learning_rate = 0.0});
  opt_state zero = tx.init(array{1.0F});
  opt_state minus_zero = zero;
  minus_zero["hyperparams"]["learning_rate"].leaf().set_item(-0.0);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(std::signbit(tx.update(array{1.0F}, zero).leaf().item()));
    EXPECT_FALSE(std::signbit(tx.update(array{1.0F}, minus_zero).leaf().item()));
  }
}

TEST(inject_hyperparams, follows_the_numbers_of_one_inside_another) {
  const transformation tx = inject_hyperparams({"rate"}, [](const number& rate) {
    return inject_hyperparams(sgd)({.learning_rate = rate});
  })(0.5);
  opt_state state = tx.init(array{1.0F});
  EXPECT_EQ(tx.update(array{1.0F}, state), tree(array{-0.5F}));
  state["inner_state"]["hyperparams"]["learning_rate"].leaf().set_item(0.25);
  EXPECT_EQ(tx.update(array{1.0F}, state), tree(array{-0.25F}));
}

}  // namespace
