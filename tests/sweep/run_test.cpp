// Transformations that run inside another one on trees of its own.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/combinators/multi_steps.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/optimizers/adamw.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/bytes.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::rule_of;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000};

tree flat(const tree& t) {
  std::vector<float> all;
  for (const array& a : t.leaves())
    all.insert(all.end(), a.data<float>(), a.data<float>() + a.size());
  array result(dtype::f32, {static_cast<std::int64_t>(all.size())});
  std::copy(all.begin(), all.end(), result.mutable_data<float>());
  return result;
}

tree unflat(const tree& flat, const tree& like) {
  const float* from = flat.leaf().data<float>();
  std::vector<array> leaves;
  for (const array& a : like.leaves()) {
    leaves.emplace_back(a.dtype(), a.shape());
    std::copy(from, from + a.size(), leaves.back().mutable_data<float>());
    from += a.size();
  }
  return {like.structure(), std::move(leaves)};
}

// optax.flatten: all leaves as one.
transformation flatten(const transformation& inner) {
  return rule_of(
      [=](layout& state) {
        state.type("FlattenState");
        state.child("inner_state", inner, flat(state.params()));
      },
      [=](sweep& s, const state_view& state) {
        const tree params = s.params();
        s.replace([&](const tree& updates) {
          const tree out = s.run(inner, state["inner_state"], flat(updates), flat(params));
          return unflat(out, updates);
        });
      });
}

TEST(run, makes_the_steps_that_the_inner_one_makes_alone) {
  const transformation inner = chain(clip_by_global_norm(1.0), adamw(0.1));
  const std::vector<contents> of_grads(4, contents::plain);
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  const transformation tx = chain(scale(2.0), flatten(inner), scale(0.5));
  opt_state state = tx.init(p.params);
  opt_state alone = inner.init(flat(p.params));
  for (const tree& g : p.grads) {
    tree twice = flat(g);
    for (std::size_t i = 0; i < twice.leaf().size(); ++i)
      twice.leaf().mutable_data<float>()[i] *= 2.0F;
    tree expected = inner.update(twice, alone, flat(p.params));
    for (std::size_t i = 0; i < twice.leaf().size(); ++i)
      expected.leaf().mutable_data<float>()[i] *= 0.5F;
    const tree updates = tx.update(g, state, p.params);
    ASSERT_TRUE(support::same_bits(flat(updates).leaves(), expected.leaves()));
    ASSERT_TRUE(support::same_bits(state.leaves(), alone.leaves()));
  }
}

TEST(run, writes_its_state_with_the_rest) {
  bool throws = false;
  const transformation last = rule_of([&](sweep&, const state_view&) {
    if (throws) throw std::runtime_error("no");
  });
  const std::vector<contents> of_grads(3, contents::plain);
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  const transformation tx = chain(flatten(scale_by_adam()), trace(0.9), last);
  opt_state state = tx.init(p.params);
  tx.update(p.grads[0], state, p.params);
  opt_state twin = state;
  const auto before = support::bytes_of(state);
  throws = true;
  EXPECT_THROW(tx.update(p.grads[1], state, p.params), std::runtime_error);
  EXPECT_EQ(support::bytes_of(state), before);
  throws = false;
  EXPECT_TRUE(support::same_bits(tx.update(p.grads[2], state, p.params).leaves(),
                                 tx.update(p.grads[2], twin, p.params).leaves()));
}

TEST(run, is_forgotten_by_a_rollback) {
  const transformation inner = flatten(scale_by_adam());
  const transformation tx = rule_of(
      [&](layout& state) {
        state.type("S");
        state.child("inner", inner);
      },
      [&](sweep& s, const state_view& state) {
        const mark before = s.here();
        inner.update(s, state["inner"]);
        s.rollback(before);
      });
  const tree params = support::tree_of(lengths, {dtype::f32}, contents::plain, 1);
  opt_state state = tx.init(params);
  const auto before = support::bytes_of(state);
  EXPECT_EQ(tx.update(params, state, params), params);
  EXPECT_EQ(support::bytes_of(state), before);
}

TEST(run, makes_one_step_at_a_time) {
  const transformation inner = scale_by_adam();
  const transformation tx = rule_of(
      [&](layout& state) {
        state.type("S");
        state.child("inner", inner, state.params());
      },
      [&](sweep& s, const state_view& state) {
        s.replace([&](tree u) { return s.run(inner, state["inner"], u, none); });
        s.replace([&](tree u) { return s.run(inner, state["inner"], u, none); });
      });
  const tree params = support::tree_of(lengths, {dtype::f32}, contents::plain, 1);
  opt_state state = tx.init(params);
  const auto before = support::bytes_of(state);
  EXPECT_THROW(tx.update(params, state), std::logic_error);
  EXPECT_EQ(support::bytes_of(state), before);
}

// A part of a tree, as a tree of its own.
tree only(const tree& t, bool weights) {
  std::vector<std::pair<key, tree>> parts;
  for (std::size_t i = 0; i < t.leaves().size(); ++i) {
    if (t.path(i).ends_with("/w") == weights) parts.emplace_back(t.path(i), t.leaves()[i]);
  }
  return tree::dict(std::move(parts));
}

// Each label's transformation on its own part of the mean gradients.
TEST(partition, in_multi_steps_is_its_parts_on_means) {
  const transformation of_weights = chain(clip_by_global_norm(1.0), adamw(0.1));
  const transformation of_others = sgd(0.1, 0.9);
  const transformation tx =
      multi_steps(partition({{"weights", of_weights}, {"others", of_others}},
                            path_labels({{"**/w", "weights"}, {"**", "others"}})),
                  2);
  const std::vector<contents> of_grads(6, contents::plain);
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  opt_state state = tx.init(p.params);
  opt_state weights = of_weights.init(only(p.params, true));
  opt_state others = of_others.init(only(p.params, false));
  for (std::size_t i = 0; i < p.grads.size(); i += 2) {
    const tree silent = tx.update(p.grads[i], state, p.params);
    for (const array& a : silent.leaves()) {
      for (const float x : a.values<float>()) ASSERT_EQ(x, 0.0F);
    }
    tree mean = p.grads[i];
    for (std::size_t leaf = 0; leaf < mean.leaves().size(); ++leaf) {
      float* const m = mean.leaves()[leaf].mutable_data<float>();
      const float* const g = p.grads[i + 1].leaves()[leaf].data<float>();
      for (std::size_t k = 0; k < mean.leaves()[leaf].size(); ++k)
        m[k] = m[k] + (g[k] - m[k]) / 2.0F;
    }
    const tree updates = tx.update(p.grads[i + 1], state, p.params);
    const tree w = of_weights.update(only(mean, true), weights, only(p.params, true));
    const tree b = of_others.update(only(mean, false), others, only(p.params, false));
    ASSERT_TRUE(support::same_bits(only(updates, true).leaves(), w.leaves()));
    ASSERT_TRUE(support::same_bits(only(updates, false).leaves(), b.leaves()));
  }
}

// The mean is stored in float32 and handed on in float64.
TEST(multi_steps, of_float64_accumulates_in_float32) {
  const transformation tx = multi_steps(clip_by_global_norm(1e-3), 2);
  const tree first{{"w", array{0.1, 0.3}}};
  const tree second{{"w", array{0.7, 1.1}}};
  opt_state state = tx.init(first);
  EXPECT_EQ(state["acc_grads"]["w"].leaf().dtype(), dtype::f32);
  tx.update(first, state);
  EXPECT_EQ(state["acc_grads"]["w"].leaf(), (array{0.1F, 0.3F}));
  const tree updates = tx.update(second, state);
  std::vector<double> mean;
  for (const auto& [stored, g] : {std::pair{0.1F, 0.7}, std::pair{0.3F, 1.1}}) {
    mean.push_back(static_cast<double>(stored) + (g - static_cast<double>(stored)) / 2.0);
  }
  const double norm = std::sqrt(mean[0] * mean[0] + mean[1] * mean[1]);
  EXPECT_EQ(updates, (tree{{"w", array{mean[0] / norm * 1e-3, mean[1] / norm * 1e-3}}}));
  EXPECT_EQ(state["acc_grads"]["w"].leaf(), (array{0.0F, 0.0F}));
}

}  // namespace
