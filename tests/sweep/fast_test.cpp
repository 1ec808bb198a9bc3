// numerics::fast: how far it may be from exact, and that it too has the same bits everywhere.
#include "sweep/fast.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/core/explain.hpp"
#include "optaxx/optimizers/adagrad.hpp"
#include "optaxx/optimizers/adam.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/lion.hpp"
#include "optaxx/optimizers/rmsprop.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"

namespace {

using namespace optaxx;
using namespace support;

constexpr init_options fast{.numerics = numerics::fast};

struct bounded {
  std::string name;
  transformation tx;
  double ulp;  // of the larger of an update and its part without decay
};

// What docs/numerics.md promises.
std::vector<bounded> named() {
  return {{"sgd", sgd(0.1), 0},         {"momentum", sgd(0.1, {.momentum = 0.9}), 0},
          {"adam", adam(1e-3), 13},     {"adamw", adamw(1e-3, {.weight_decay = 0.01}), 13},
          {"lion", lion(1e-3), 0},      {"rmsprop", rmsprop(1e-3), 6},
          {"adagrad", adagrad(1e-3), 6}};
}

template <class T>
T ulp_at(T x) {
  return std::nextafter(std::abs(x), std::numeric_limits<T>::infinity()) - std::abs(x);
}

template <class T>
double farthest(const tree& a, const tree& b, const tree& without_decay) {
  double most = 0;
  for (std::size_t leaf = 0; leaf < a.leaves().size(); ++leaf) {
    const T* const x = a.leaves()[leaf].data<T>();
    const T* const y = b.leaves()[leaf].data<T>();
    const T* const part = without_decay.leaves()[leaf].data<T>();
    for (std::size_t i = 0; i < a.leaves()[leaf].size(); ++i) {
      const T size = std::max({std::abs(x[i]), std::abs(y[i]), std::abs(part[i])});
      most = std::max(most, static_cast<double>(std::abs(x[i] - y[i]) / ulp_at(size)));
    }
  }
  return most;
}

template <class T>
void expect_within_bounds() {
  const std::vector<contents> one = {contents::plain};
  const tree params =
      make_problem(std::vector<std::int64_t>{700, 33}, {dtype_of<T>}, contents::plain, one).params;
  for (const bounded& row : named()) {
    opt_state exactly = row.tx.init(params);
    opt_state folded = row.tx.init(params, fast);
    const transformation plain = adam(1e-3);
    opt_state without_decay = plain.init(params);
    double most = 0;
    for (std::uint64_t k = 0; k < 1000; ++k) {
      const tree grads = tree_like(params, contents::plain, k * 1000);
      const tree expected = row.tx.update(grads, exactly, params);
      const tree came = row.tx.update(grads, folded, params);
      const tree part =
          row.name == "adamw" ? plain.update(grads, without_decay, params) : tree(expected);
      most = std::max(most, farthest<T>(expected, came, part));
      ASSERT_TRUE(same_bits(exactly.leaves(), folded.leaves())) << row.name << ", step " << k;
    }
    EXPECT_LE(most, row.ulp) << row.name;
    EXPECT_EQ(most > 0, row.ulp > 0) << row.name;
    testing::Test::RecordProperty(row.name, std::to_string(most));
  }
}

TEST(fast, updates_stay_within_a_bound_of_exact_and_states_are_the_same) {
  expect_within_bounds<float>();
}
TEST(fast, updates_of_float64_stay_within_the_same_bound) { expect_within_bounds<double>(); }

TEST(fast, adam_is_its_formula_with_one_division) {
  const array g{0.3F, -2.0F, 5e-4F};
  const transformation tx = adam(0.1);
  opt_state state = tx.init(tree(array{1.0F, 1.0F, 1.0F}), fast);
  const tree u = tx.update(tree(g), state);
  const auto rest1 = static_cast<float>(1 - 0.9);
  const auto rest2 = static_cast<float>(1 - 0.999);
  const auto inverse1 = static_cast<float>(1 / static_cast<double>(1.0F - 0.9F));
  const auto inverse2 = static_cast<float>(1 / static_cast<double>(1.0F - 0.999F));
  for (std::size_t i = 0; i < 3; ++i) {
    const float x = g.data<float>()[i];
    const float m = rest1 * x;
    const float v = rest2 * (x * x);
    EXPECT_EQ(u.leaf().data<float>()[i],
              -0.1F * ((m * inverse1) / (std::sqrt(v * inverse2) + 1e-8F)));
  }
}

TEST(fast, has_the_same_bits_everywhere) {
  const std::vector<std::int64_t> lengths = {-1, 0, 1, 7, 17, 33, 129, 511, 4097, 50001};
  const std::vector<contents> grads = {contents::plain, contents::small, contents::huge,
                                       contents::nonfinite, contents::plain};
  for (const std::vector<dtype>& types :
       {std::vector{dtype::f32}, {dtype::f64}, {dtype::bf16, dtype::f32, dtype::f16, dtype::f64}}) {
    const problem p = make_problem(lengths, types, contents::small, grads);
    const placed_problem own(p, placement::own);
    const placed_problem unaligned(p, placement::unaligned);
    std::vector<bounded> rows = named();
    rows.push_back({"clipped", chain(clip_by_global_norm(0.5), adam(1e-3)), 0});
    for (const bounded& row : rows) {
      outcome reference;
      for (const std::string& set : instruction_sets()) {
        for (const std::size_t threads : {1U, 3U}) {
          const setting now(set, threads);
          const outcome came =
              run(row.tx, threads == 1 ? own : unaligned, way::step, numerics::fast);
          if (reference.empty()) reference = came;
          for (std::size_t i = 0; i < came.size(); ++i)
            ASSERT_TRUE(same_bits(reference[i], came[i])) << row.name << " on " << set;
        }
      }
    }
  }
}

// Whether a state's next step is that of fast: exact has other bits.
bool is_fast(const transformation& tx, opt_state state, const tree& params) {
  const tree g(array{0.3F, -2.0F, 5e-4F, 0.77F, 0.123F});
  const tree came = tx.update(g, state, params);
  opt_state plain = tx.init(params);
  opt_state quick = tx.init(params, fast);
  const tree exactly = tx.update(g, plain, params);
  const tree folded = tx.update(g, quick, params);
  EXPECT_FALSE(exactly == folded);
  EXPECT_TRUE(came == exactly || came == folded);
  return came == folded;
}

TEST(fast, goes_with_copies_and_with_states_that_are_adopted) {
  const tree params(array{1.0F, 1.0F, 1.0F, 1.0F, 1.0F});
  const transformation tx = adam(0.1);
  const opt_state state = tx.init(params, fast);
  EXPECT_TRUE(is_fast(tx, state, params));
  EXPECT_TRUE(is_fast(adam(0.2), state, params));
  EXPECT_FALSE(is_fast(tx, tx.init(params), params));
  EXPECT_TRUE(
      is_fast(masked(tx, mask_tree(true)), masked(tx, mask_tree(true)).init(params, fast), params));
}

TEST(fast, is_named_in_the_explanation) {
  const tree params(array{1.0F});
  const transformation tx = adam(0.1);
  EXPECT_NE(explain(tx, tx.init(params, fast), params).find("numerics fast"), std::string::npos);
}

}  // namespace
