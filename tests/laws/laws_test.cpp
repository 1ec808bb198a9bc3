// What is true of every transformation, whatever it does.
#include <gtest/gtest.h>

#include <functional>
#include <optaxx/optaxx.hpp>
#include <span>
#include <string>
#include <vector>

#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using namespace support;

const std::vector<contents> finite = {contents::plain, contents::huge, contents::plain,
                                      contents::plain};
const std::vector<contents> hostile = {contents::plain, contents::small, contents::huge,
                                       contents::nonfinite, contents::plain};
// MultiSteps adds to 0, which takes the sign of -0 away, here as in Optax.
const std::vector<contents> without_zeros = {contents::plain, contents::huge, contents::nonfinite,
                                             contents::plain};

const std::vector<std::int64_t> lengths = {3, 70, -1, 5000, 8, 0};

/// Another way to write a transformation. Its state has these arrays around the transformation's
/// own.
struct law {
  std::string name;
  std::function<transformation(const transformation& tx, dtype type)> other;
  const std::vector<contents>& of_grads = hostile;
  std::size_t arrays_before = 0;
  std::size_t trees_behind = 0;
  bool keeps_dtypes = false;  // of the transformation's state, where gradients are wider
  std::size_t arrays_behind = 0;
};

bool always(step_t) { return true; }

std::vector<law> laws() {
  return {
      {"chain(tx)", [](const transformation& tx, dtype) { return chain(tx); }},
      {"chain(identity(), tx)",
       [](const transformation& tx, dtype) { return chain(identity(), tx); }},
      {"chain(tx, identity())",
       [](const transformation& tx, dtype) { return chain(tx, identity()); }},
      {"chain(hand_on, tx)",  // not by the loops that are compiled for tx
       [](const transformation& tx, dtype) {
         return chain(elementwise("hand_on", hand_on{}), tx);
       }},
      {"named_chain({{'a', tx}})",
       [](const transformation& tx, dtype) {
         return named_chain({{"a", tx}});
       }},
      {"masked(tx, true)", [](const transformation& tx, dtype) { return masked(tx, true); }},
      {"masked(tx, '**')", [](const transformation& tx, dtype) { return masked(tx, paths("**")); }},
      {"partition({{'a', tx}}, 'a')",
       [](const transformation& tx, dtype) {
         return partition({{"a", tx}}, path_labels({{"**", "a"}}));
       }},
      {"selective_transform(tx, false)",
       [](const transformation& tx, dtype) { return selective_transform(tx, false); }},
      {"with_extra_args_support(tx)",
       [](const transformation& tx, dtype) { return with_extra_args_support(tx); }},
      {"conditionally_transform(tx, always)",
       [](const transformation& tx, dtype) { return conditionally_transform(tx, always); }, hostile,
       0, 0, false, 1},
      {"conditionally_mask(tx, always)",
       [](const transformation& tx, dtype) { return conditionally_mask(tx, always); }, hostile, 1},
      {"apply_if_finite(tx, 1)",
       [](const transformation& tx, dtype) { return apply_if_finite(tx, 1); }, finite, 3},
      {"multi_steps(tx, 1)",
       [](const transformation& tx, dtype type) {
         return multi_steps(tx, 1,
                            {.accumulator_dtype = type == dtype::f64 ? dtype::f64 : dtype::f32});
       },
       without_zeros, 2, 1, true},
      {"multi_steps(tx, 1, use_grad_mean=False)",
       [](const transformation& tx, dtype type) {
         return multi_steps(tx, 1,
                            {.use_grad_mean = false,
                             .accumulator_dtype = type == dtype::f64 ? dtype::f64 : dtype::f32});
       },
       without_zeros, 2, 1, true},
  };
}

struct dtypes {
  dtype params;
  dtype grads;
};

class laws_for : public testing::TestWithParam<dtypes> {};

std::string name_of_dtypes(const testing::TestParamInfo<dtypes>& info) {
  const std::string params(name_of(info.param.params));
  const std::string grads(name_of(info.param.grads));
  return params == grads ? params : params + "_and_" + grads;
}
INSTANTIATE_TEST_SUITE_P(
    every_transformation, laws_for,
    testing::Values(dtypes{dtype::f32, dtype::f32}, dtypes{dtype::f64, dtype::f64},
                    dtypes{dtype::bf16, dtype::bf16}, dtypes{dtype::f16, dtype::f16},
                    dtypes{dtype::bf16, dtype::f32}, dtypes{dtype::f16, dtype::f32},
                    dtypes{dtype::f32, dtype::bf16}),
    name_of_dtypes);

// Of both, the updates, the parameters and the arrays of the transformation's state.
void expect_same_run(const outcome& expected, const outcome& came, const law& l,
                     std::size_t leaves) {
  ASSERT_EQ(expected.size(), came.size());
  const std::size_t trees = 2;  // updates and parameters
  const std::size_t extra = l.arrays_before + l.arrays_behind + l.trees_behind * leaves;
  for (std::size_t i = 0; i < came.size(); ++i) {
    const std::span<const array> wanted(expected[i]);
    const std::span<const array> all(came[i]);
    ASSERT_EQ(all.size(), wanted.size() + extra);
    const std::size_t head = trees * leaves;
    ASSERT_TRUE(same_bits(wanted.first(head), all.first(head))) << "step " << i;
    ASSERT_TRUE(
        same_bits(wanted.subspan(head), all.subspan(head + l.arrays_before, wanted.size() - head)))
        << "state after step " << i;
  }
}

TEST_P(laws_for, other_ways_to_write_a_transformation) {
  const auto [params, grads] = GetParam();
  for (const law& l : laws()) {
    if (l.keeps_dtypes && promote(params, grads) != params) continue;
    const problem p = make_problem(lengths, {{params}, {grads}}, contents::plain, l.of_grads);
    const placed_problem in(p, placement::own);
    for (const named_transformation& row : every_transformation()) {
      SCOPED_TRACE(l.name + ", tx = " + row.name);
      expect_same_run(run(row.tx, in, way::update), run(l.other(row.tx, params), in, way::update),
                      l, p.params.leaves().size());
      if (HasFailure()) return;
    }
  }
}

TEST_P(laws_for, chains_in_chains) {
  const auto [params, grads] = GetParam();
  const problem p = make_problem(lengths, {{params}, {grads}}, contents::plain, hostile);
  const placed_problem in(p, placement::own);
  const auto& rows = every_transformation();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const transformation& a = rows[i].tx;
    const transformation& b = rows[(i + 1) % rows.size()].tx;
    const transformation& c = rows[(i + 2) % rows.size()].tx;
    for (const way how : {way::step, way::update}) {
      const outcome flat = run(chain(a, b, c), in, how);
      const outcome left = run(chain(chain(a, b), c), in, how);
      const outcome right = run(chain(a, chain(b, c)), in, how);
      for (std::size_t step = 0; step < flat.size(); ++step) {
        ASSERT_TRUE(same_bits(flat[step], left[step])) << describe(chain(a, b, c)) << step;
        ASSERT_TRUE(same_bits(flat[step], right[step])) << describe(chain(a, b, c)) << step;
      }
    }
  }
}

}  // namespace
