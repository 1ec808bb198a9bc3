#include "optaxx/core/explain.hpp"

#include <gmock/gmock.h>

#include <string>

#include "isa/dispatch.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/core/runtime.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/transforms/elementwise.hpp"
#include "optaxx/transforms/identity.hpp"
#include "optaxx/transforms/per_leaf.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_factored_rms.hpp"
#include "optaxx/transforms/scale_by_trust_ratio.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// 2,410 parameters in two arrays.
tree network(dtype type = dtype::f32) {
  return {{"b", array(type, {410})}, {"w", array(type, {40, 50})}};
}

class explain_test : public testing::Test {
 protected:
  void TearDown() override { set_threads(before_); }

 private:
  std::size_t before_ = threads();
};

TEST_F(explain_test, adam_reads_four_arrays_and_writes_three) {
  set_threads(2);
  // 4 bytes each: gradients, params, mu, nu in, the last three out; 2 * 2410 * 4 + 4 bytes of
  // state.
  EXPECT_EQ(explain(adam(1e-3), network()),
            R"(optax.adam(learning_rate=0.001)
on 2 arrays, 2,410 parameters: float32

state: 19,284 bytes, 8.002 bytes per parameter
  [0].count  int32: 1 number, 4 bytes
  [0].mu     float32: 2,410 numbers, 4 bytes per parameter
  [0].nu     float32: 2,410 numbers, 4 bytes per parameter

the next step: 1 sweep, 28 bytes per parameter
  1. the updates, and their addition to the parameters
     links  scale_by_adam, scale
     reads  gradients, params, [0].mu, [0].nu: 16 bytes per parameter
     writes params, [0].mu, [0].nu: 12 bytes per parameter
     by     a loop compiled for these kernels
1 thread of at most 2, instruction set )" +
                instruction_set() + ", numerics exact, 20,480 bytes of working memory\n");
}

TEST_F(explain_test, momentum_in_bfloat16_is_half_as_wide) {
  const std::string text =
      explain(sgd(0.1, {.momentum = 0.9, .accumulator_dtype = dtype::bf16}), network());
  // Gradient 4, parameter 4, trace 2; parameter 4, trace 2.
  EXPECT_THAT(text, AllOf(HasSubstr("state: 4,820 bytes, 2 bytes per parameter"),
                          HasSubstr("1 sweep, 16 bytes per parameter"),
                          HasSubstr("reads  gradients, params, [0].trace: 10 bytes"),
                          HasSubstr("writes params, [0].trace: 6 bytes"),
                          HasSubstr("the interpreter, 2 kernels in 2 steps\n")));
}

TEST_F(explain_test, arrays_below_float32_have_loops_of_their_own) {
  const std::string text = explain(adam(0.1), tree(array(dtype::bf16, {7})));
  EXPECT_THAT(text, HasSubstr("by     a loop compiled for these kernels, on bfloat16 as it lies"));
  const std::string of_f16 = explain(adam(0.1), tree(array(dtype::f16, {7})));
  EXPECT_THAT(of_f16,
              HasSubstr(isa::current().run_f16 != nullptr
                            ? "by     a loop compiled for these kernels, on float16 as it lies"
                            : "in tiles of 512 widened to float32"));
}

TEST_F(explain_test, a_norm_is_one_more_read_of_the_gradients) {
  const std::string text = explain(chain(clip_by_global_norm(1.0), adam(1e-3)), network());
  EXPECT_THAT(text,
              AllOf(HasSubstr("2 sweeps, 32 bytes per parameter"),
                    HasSubstr("1. clip_by_global_norm needs the norm of all updates before any can "
                              "be changed\n"),
                    HasSubstr("reads  gradients: 4 bytes per parameter\n     writes nothing"),
                    HasSubstr("links  clip_by_global_norm, scale_by_adam, scale\n")));
}

TEST_F(explain_test, a_clip_that_is_far_from_its_bound_changes_nothing) {
  EXPECT_THAT(explain(chain(clip_by_global_norm(1e6), adam(1e-3)), network()),
              AllOf(HasSubstr("before any can be changed; it changes nothing in this step\n"),
                    HasSubstr("links  scale_by_adam, scale\n")));
}

TEST_F(explain_test, a_norm_behind_adam_reads_what_adam_reads) {
  const std::string text = explain(chain(adam(1e-3), clip_by_global_norm(1e-9)), network());
  EXPECT_THAT(text, AllOf(HasSubstr("2 sweeps, 40 bytes per parameter"),
                          HasSubstr("reads  gradients, [0][0].mu, [0][0].nu: 12 bytes")));
}

TEST_F(explain_test, parts_under_a_mask_are_told_apart) {
  const auto tx = adamw(1e-3, {.mask = mask_tree{{"b", false}, {"w", true}}});
  EXPECT_THAT(explain(tx, network()), AllOf(HasSubstr("by     params['b']: a loop compiled"),
                                            HasSubstr("       params['w']: a loop compiled")));
}

TEST_F(explain_test, the_step_that_comes_next_is_told) {
  const tree params = network();
  const auto tx = multi_steps(adam(1e-3), 2);
  opt_state state = tx.init(params);
  // Gradient and sum in, sum out.
  EXPECT_THAT(explain(tx, state, params), HasSubstr("1 sweep, 12 bytes per parameter"));
  tx.update(params, state, params);
  // Besides mu, nu and the parameter in and out.
  EXPECT_THAT(explain(tx, state, params), HasSubstr("1 sweep, 36 bytes per parameter"));
}

TEST_F(explain_test, whole_arrays_say_what_scratch_they_keep) {
  const auto tx = chain(trace(0.9), per_leaf("own", [](array&) {}), scale(2.0));
  EXPECT_THAT(
      explain(tx, network()),
      AllOf(HasSubstr("own works on whole arrays: scratch of 9,640 bytes holds the updates"),
            HasSubstr("reads  updates, params: 8 bytes per parameter")));
}

TEST_F(explain_test, whole_arrays_are_those_of_the_leaves_that_a_rule_selects) {
  const auto tx = partition(
      {{"weights", chain(trace(0.9), per_leaf("own", [](array&) {}))}, {"others", adam(0.1)}},
      path_labels({{"**/w", "weights"}, {"**", "others"}}));
  const std::string text = explain(tx, network());
  EXPECT_THAT(text, AllOf(HasSubstr("scratch of 8,000 bytes holds the updates"),
                          HasSubstr("links  scale_by_adam, scale\n")))
      << text;
}

TEST_F(explain_test, functions_in_parallel_say_their_threads) {
  const auto tx = per_leaf("own", [](array&) {}, {.parallel = true, .cost = 1'000'000});
  const support::setting two(instruction_set(), 2);
  EXPECT_THAT(explain(tx, network()), HasSubstr("works on whole arrays, on 2 threads: scratch"));
}

TEST_F(explain_test, looking_at_updates_keeps_what_is_recorded_in_one_sweep) {
  const auto tx = chain(trace(0.9), support::rule_of([](sweep& s, const state_view&) {
                          EXPECT_EQ(s.updates().leaves().size(), 2U);
                        }),
                        scale(2.0));
  const std::string text = explain(tx, network());
  EXPECT_THAT(text, AllOf(HasSubstr("2 sweeps"),
                          HasSubstr("looks at the updates: scratch of 9,640 bytes holds them"),
                          HasSubstr("links  trace, scale\n")))
      << text;
}

TEST_F(explain_test, sums_over_axes_are_a_sweep_that_writes_nothing) {
  const std::string text = explain(scale_by_factored_rms({.min_dim_size_to_factor = 2}), network());
  EXPECT_THAT(text,
              AllOf(HasSubstr("scale_by_factored_rms needs sums over axes of the arrays before "
                              "any update can be changed"),
                    HasSubstr("writes nothing"),
                    HasSubstr("state of scale_by_factored_rms that is like these sums")));
}

TEST_F(explain_test, code_of_the_caller_is_named) {
  const auto half = elementwise("half", [](auto& u) noexcept { u = u / 2; });
  EXPECT_THAT(explain(chain(half, identity()), network()),
              AllOf(HasSubstr("links  half\n"), HasSubstr("with code of yours"),
                    HasSubstr("nothing to do in this step: identity\n")));
}

TEST_F(explain_test, integers_have_a_loop_of_their_own) {
  tree params = network();
  params = {{"net", params}, {"steps", array(dtype::i64, {3})}};
  EXPECT_THAT(explain(masked(adam(1e-3), paths("net/**")), params),
              HasSubstr("a loop for integers, which are passed on"));
}

TEST_F(explain_test, parameters_below_float32_go_through_tiles) {
  EXPECT_THAT(explain(chain(scale_by_trust_ratio()), network(dtype::bf16)),
              AllOf(HasSubstr("2,410 parameters: bfloat16"),
                    HasSubstr("a loop that sums, in tiles of 512 widened to float32")));
}

TEST_F(explain_test, threads_are_those_that_a_step_of_this_size_gets) {
  set_threads(3);
  EXPECT_THAT(explain(adam(1e-3), tree(array(dtype::f32, {40'000}))),
              HasSubstr("2 threads of at most 3"));
}

TEST_F(explain_test, nothing_changes) {
  tree params = network();
  for (array& a : params.leaves()) a.mutable_data<float>()[7] = 3.0F;
  const tree before = params;
  const auto tx = chain(clip_by_global_norm(1.0), adam(1e-3));
  opt_state state = tx.init(params);
  const opt_state state_before = state;
  explain(tx, state, params);
  EXPECT_TRUE(support::same_bits(params.leaves(), before.leaves()));
  EXPECT_TRUE(support::same_bits(state.leaves(), state_before.leaves()));
}

}  // namespace
