#include "optaxx/combinators/monitor.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/recipe/recipe.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/transforms/ema.hpp"
#include "optaxx/transforms/measure_with_ema.hpp"
#include "optaxx/transforms/scale_by_polyak.hpp"
#include "optaxx/transforms/trace.hpp"
#include "optaxx/tree_utils/apply_updates.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "optaxx/tree_utils/tree_get.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

double norm(const tree& updates) { return global_norm(updates); }
bool is_long(const tree& updates) { return global_norm(updates) > 1.0; }

float number_in(const opt_state& state, const char* name) {
  return static_cast<float>(tree_get(state, name).leaf().item());
}

// The example of optax.monitor, with the numbers that its documentation has.
void expect_the_example(const transformation& tx) {
  tree params = array{1.0F, 2.0F, 3.0F};
  opt_state state = tx.init(params);
  const float norms[] = {0.748F, 1.27F};
  const float shares[] = {0.0F, 0.526F};
  for (int step = 0; step < 2; ++step) {
    const float* const x = params.leaf().data<float>();
    const tree grads = array{2 * x[0], 2 * x[1], 2 * x[2]};
    tx.step(grads, state, params);
    EXPECT_NEAR(number_in(state, "norm_before_clip"), norms[step], 0.005F);
    EXPECT_NEAR(number_in(state, "is_clipped_ema"), shares[step], 0.0005F);
  }
}

TEST(monitor, has_the_numbers_of_the_example_in_the_documentation_of_optax) {
  expect_the_example(chain(
      sgd(0.1, 0.9),
      monitor({{"norm_before_clip", norm}, {"is_clipped_ema", measure_with_ema(is_long, 0.9)}}),
      clip_by_global_norm(1.0)));
  expect_the_example(recipe(R"(
clip_thresh = 1.0
solver = optax.chain(
    optax.sgd(learning_rate=0.1, momentum=0.9),
    optax.monitor({
        'norm_before_clip': optax.tree.norm,
        'is_clipped_ema': optax.measure_with_ema(
            lambda x: optax.tree.norm(x) > clip_thresh,
            decay=0.9,
        )
    }),
    optax.clip_by_global_norm(clip_thresh),
)
tx = solver
)"));
}

TEST(monitor, has_a_state_that_never_changes_its_structure) {
  const transformation tx =
      monitor({{"norm", norm}, {"mean", measure_with_ema(is_long, 0.9)}, {"v", trace(0.5)}});
  const tree grads{{"w", array{3.0F, 4.0F}}};
  opt_state state = tx.init(grads);
  EXPECT_EQ(state.structure()->text(),
            "MonitorState(measurements={'mean': *, 'norm': *, 'v': {'w': *}}, "
            "measure_states=(EmptyState(), (EmptyState(), EmaState(count=*, ema=*)), "
            "TraceState(trace={'w': *})))");
  EXPECT_EQ(state["measurements"]["norm"].leaf(), array(0.0F));
  EXPECT_EQ(state["measure_states"][1][1]["ema"].leaf().dtype(), dtype::f32);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(tx.update(grads, state), grads);
  EXPECT_EQ(state["measurements"]["norm"].leaf(), array(5.0F));
  EXPECT_EQ(tree(state["measurements"]["v"]), (tree{{"w", array{4.5F, 6.0F}}}));
  EXPECT_EQ(tree(state["measure_states"][2]["trace"]), (tree{{"w", array{4.5F, 6.0F}}}));
}

TEST(monitor, makes_the_means_of_ema) {
  const transformation tx = monitor({{"mean", measure_with_ema(norm, 0.9, true)},
                                     {"biased", measure_with_ema(norm, 0.9, false)}});
  const transformation of_numbers = ema(0.9);
  const tree grads{{"w", array{3.0F, 4.0F}}};
  opt_state state = tx.init(grads);
  opt_state own = of_numbers.init(tree(array(0.0F)));
  for (int step = 0; step < 4; ++step) {
    tx.update(grads, state);
    EXPECT_EQ(of_numbers.update(tree(array(5.0F)), own), tree(state["measurements"]["mean"]));
    EXPECT_EQ(tree(own["ema"]), tree(state["measurements"]["biased"]));
  }
  const transformation stored =
      monitor({{"mean", measure_with_ema(norm, 0.9, {.accumulator_dtype = dtype::bf16})}});
  EXPECT_EQ(stored.init(grads)["measure_states"][0][1]["ema"].leaf().dtype(), dtype::bf16);
}

TEST(monitor, hands_parameters_and_extra_arguments_to_a_transformation) {
  const transformation tx = monitor({{"polyak", scale_by_polyak()}});
  const tree grads = array{2.0F};
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state, grads, {.value = 1.0}), grads);
  EXPECT_EQ(tree(state["measurements"]["polyak"]), tree(array{0.5F}));  // 1 / 4 of the gradient
}

TEST(monitor, refuses_what_it_cannot_measure_and_changes_nothing) {
  EXPECT_THAT(
      [] {
        monitor({{"a", norm}, {"a", is_long}});
      },
      ThrowsMessage<std::invalid_argument>("monitor: the name 'a' is given twice"));
  EXPECT_THAT(
      [] {
        monitor({{"a", measure()}});
      },
      ThrowsMessage<std::invalid_argument>("monitor: the measure of 'a' is empty"));
  EXPECT_THROW(measure_with_ema(measure(), 0.9), std::invalid_argument);
  const transformation tx =
      monitor({{"mean", measure_with_ema(norm, 0.5)}, {"m", [](const tree& u) {
                                                         if (u.leaves()[0].data<float>()[0] < 0)
                                                           throw std::runtime_error("no");
                                                         return 1.0;
                                                       }}});
  opt_state state = tx.init(tree(array{1.0F}));
  EXPECT_THROW(tx.update(tree(array{-1.0F}), state), std::runtime_error);
  EXPECT_EQ(state["measure_states"][0][1]["count"].leaf().item(), 0);
  EXPECT_EQ(state["measure_states"][0][1]["ema"].leaf(), array(0.0F));
}

TEST(monitor, describes_itself) {
  EXPECT_EQ(describe(monitor({{"norm", norm},
                              {"mean", measure_with_ema(norm, 0.9, {.debias = false})},
                              {"v", trace(0.5)}})),
            "optax.monitor(measures={'norm': measure, 'mean': optax.measure_with_ema("
            "measure=measure, decay=0.9, debias=False), 'v': optax.trace(decay=0.5)})");
}

}  // namespace
