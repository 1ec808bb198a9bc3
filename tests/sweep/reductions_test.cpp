// Sums against the same sums written plainly: blocks of 4096 elements, 32 lanes, fixed trees.
#include <gtest/gtest.h>

#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "kernels/square.hpp"
#include "kernels/square_param.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/tree_utils/global_norm.hpp"
#include "support/hostile.hpp"
#include "support/memory.hpp"
#include "support/settings.hpp"
#include "support/slow_lane.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::slow_lane;

double plus(double a, double b) { return (slow_lane<double>(a) + slow_lane<double>(b)).value(); }

// Neighbours first, as often as it takes; who has none waits.
double neighbour_tree(std::vector<double> sums) {
  while (sums.size() > 1) {
    std::vector<double> next;
    for (std::size_t i = 0; i < sums.size(); i += 2) {
      next.push_back(i + 1 < sums.size() ? plus(sums[i], sums[i + 1]) : sums[i]);
    }
    sums = next;
  }
  return sums.empty() ? 0.0 : sums[0];
}

double block_sum(std::span<const double> terms) {
  std::vector<double> lanes(32, 0.0);
  for (std::size_t i = 0; i < terms.size(); ++i) lanes[i % 32] = plus(lanes[i % 32], terms[i]);
  while (lanes.size() > 1) {
    const std::size_t half = lanes.size() / 2;
    for (std::size_t i = 0; i < half; ++i) lanes[i] = plus(lanes[i], lanes[half + i]);
    lanes.resize(half);
  }
  return lanes[0];
}

template <class T>
double sum_of_squares(std::span<const T> values) {
  std::vector<double> sums;
  for (std::size_t at = 0; at < values.size(); at += 4096) {
    std::vector<double> terms;
    for (const T x : values.subspan(at, std::min<std::size_t>(4096, values.size() - at))) {
      terms.push_back(static_cast<double>((slow_lane<T>(x) * slow_lane<T>(x)).value()));
    }
    sums.push_back(block_sum(terms));
  }
  const double sum = neighbour_tree(sums);
  return sizeof(T) == sizeof(float) ? support::through_float(sum) : sum;
}

std::vector<double> sums_of_squares(const tree& t) {
  std::vector<double> result;
  for (const array& a : t.leaves()) {
    result.push_back(a.dtype() == dtype::f64 ? sum_of_squares(a.values<double>())
                                             : sum_of_squares(a.values<float>()));
  }
  return result;
}

// Left to right, in float32 until the first float64 leaf.
double norm(const tree& t) {
  const std::vector<double> sums = sums_of_squares(t);
  double total = 0;
  bool wide = false;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    wide = wide || t.leaves()[i].dtype() == dtype::f64;
    total = plus(total, sums[i]);
    if (!wide) total = support::through_float(total);
  }
  return wide ? std::sqrt(total) : static_cast<double>(std::sqrt(static_cast<float>(total)));
}

const std::vector<std::int64_t> lengths = {-1,   0,    1,    31,   32,    33,    100,  4095,
                                           4096, 4097, 8192, 8193, 12289, 70001, 20480};
const std::vector<std::vector<dtype>> types = {
    {dtype::f32}, {dtype::f64}, {dtype::f32, dtype::f32, dtype::f64}};

// gtest's EXPECT_EQ tells NaN from NaN.
void expect_same(double expected, double came) {
  EXPECT_TRUE(expected == came || (std::isnan(expected) && std::isnan(came)))
      << expected << " and " << came;
}

TEST(global_norm, is_a_fixed_sum) {
  for (const auto& of : types) {
    for (const contents what :
         {contents::plain, contents::small, contents::huge, contents::nonfinite}) {
      const tree t = support::tree_of(lengths, of, what, 1);
      const double expected = norm(t);
      for (const std::string& set : support::instruction_sets()) {
        for (const std::size_t threads : {1U, 2U, 3U}) {
          const support::setting now(set, threads);
          expect_same(expected, global_norm(t));
          expect_same(expected,
                      support::asked_in_a_step(t, [](sweep& s) { return s.global_norm(); }));
        }
      }
    }
  }
}

TEST(global_norm, does_not_depend_on_where_leaves_lie) {
  const tree t = support::tree_of(lengths, types[2], contents::plain, 2);
  support::guarded_memory memory(t.leaves());
  EXPECT_EQ(global_norm(tree(t.structure(), memory.views())), global_norm(t));
  EXPECT_TRUE(memory.intact());
}

TEST(global_norm, of_nothing_is_zero) {
  EXPECT_EQ(global_norm(tree{{"w", array(dtype::f32, {0})}}), 0.0);
  EXPECT_EQ(global_norm(tree::dict({})), 0.0);
}

TEST(leaf_sums, are_rounded_to_the_dtype_of_their_leaf) {
  for (const auto& of : types) {
    const tree t = support::tree_of(lengths, of, contents::plain, 3);
    const std::vector<double> expected = sums_of_squares(t);
    const auto sums_over = [](const tree& grads, const auto& term, const tree& params) {
      return support::asked_in_a_step(
          grads,
          [&](sweep& s) {
            const auto sums = s.leaf_sums(term);
            return std::vector<double>(sums.begin(), sums.end());
          },
          params);
    };
    EXPECT_EQ(sums_over(t, kernels::square<double>{}, {}), expected);
    const tree zeros = support::tree_like(t, contents::plain, 4);
    EXPECT_EQ(sums_over(zeros, kernels::square_param<double>{}, t), expected);
  }
}

struct squared {
  template <class T>
  void operator()(T& u) const noexcept {
    u = u * u;
  }
};
struct squared_param {
  template <class T>
  void operator()(T& u, const T& p) const noexcept {
    u = p * p;
  }
};

TEST(leaf_sums, of_a_user_are_the_same) {
  for (const auto& of : types) {
    const tree t = support::tree_of(lengths, of, contents::small, 5);
    const std::vector<double> expected = sums_of_squares(t);
    const auto ask = [&](const auto& term) {
      return support::asked_in_a_step(
          t,
          [&](sweep& s) {
            const auto sums = s.leaf_sums(term);
            return std::vector<double>(sums.begin(), sums.end());
          },
          t);
    };
    EXPECT_EQ(ask(squared{}), expected);
    EXPECT_EQ(ask(squared_param{}), expected);
  }
}

TEST(leaf_sums, stay_valid_in_their_step) {
  const tree t = support::tree_of(lengths, types[2], contents::plain, 6);
  const std::vector<double> expected = sums_of_squares(t);
  support::asked_in_a_step(t, [&](sweep& s) {
    const std::span<const double> first = s.leaf_sums(kernels::square<double>{});
    for (int i = 0; i < 20; ++i) s.leaf_sums(support::hand_on{});
    EXPECT_EQ(std::vector<double>(first.begin(), first.end()), expected);
    return 0;
  });
}

TEST(sum, adds_leaves_from_left_to_right) {
  // In float32 the ones vanish beside 2^24, one by one.
  const tree t{{"a", array{16777216.0F}}, {"b", array{1.0F}}, {"c", array{1.0F}}};
  const auto sum = [](const tree& grads) {
    return support::asked_in_a_step(grads, [](sweep& s) { return s.sum(support::hand_on{}); });
  };
  EXPECT_EQ(sum(t), 16777216.0);
  // From the first float64 leaf on they are added in float64.
  const tree mixed{{"a", array{16777216.0}}, {"b", array{1.0F}}, {"c", array{1.0F}}};
  EXPECT_EQ(sum(mixed), 16777218.0);
  const tree late{{"a", array{16777216.0F}}, {"b", array{1.0F}}, {"c", array{1.0}}};
  EXPECT_EQ(sum(late), 16777217.0);
}

TEST(clip_by_global_norm, clips_to_zero_where_the_norm_overflows) {
  const auto clipped = [](const tree& grads) {
    const transformation tx = clip_by_global_norm(1.0);
    opt_state state = tx.init(grads);
    return tx.update(grads, state);
  };
  const tree single{{"w", array{1e20F, 1.0F}}};
  EXPECT_EQ(global_norm(single), INFINITY);
  EXPECT_EQ(clipped(single), (tree{{"w", array{0.0F, 0.0F}}}));
  const tree twice{{"w", array{1e200, 1.0}}};
  EXPECT_EQ(global_norm(twice), INFINITY);
  EXPECT_EQ(clipped(twice), (tree{{"w", array{0.0, 0.0}}}));
}

TEST(clip_by_global_norm, leaves_what_has_a_norm_that_underflows) {
  EXPECT_EQ(global_norm(tree{{"w", array{1e-20F}}}), 0.0);
  EXPECT_EQ(global_norm(tree{{"w", array{1e-160}}}), 0.0);
  EXPECT_GT(global_norm(tree{{"w", array{1e-20}}}), 0.0);
}

bool all_finite(const tree& t) {
  return support::asked_in_a_step(t, [](sweep& s) { return s.all_finite(); });
}

TEST(all_finite, looks_at_elements) {
  for (const auto& of : types) {
    EXPECT_TRUE(all_finite(support::tree_of(lengths, of, contents::huge, 6)));
    EXPECT_TRUE(all_finite(support::tree_of(lengths, of, contents::small, 7)));
    EXPECT_FALSE(all_finite(support::tree_of(lengths, of, contents::nonfinite, 8)));
  }
  EXPECT_TRUE(all_finite(tree{{"w", array(dtype::f32, {0})}}));
}

TEST(all_finite, finds_the_one_that_is_not) {
  for (const float odd : {NAN, INFINITY, -INFINITY}) {
    for (const std::int64_t n : {1, 5, 129, 4097, 40000}) {
      for (const std::int64_t at : {std::int64_t{0}, n / 2, n - 1}) {
        tree t{{"a", array{1.0F}}, {"b", array(dtype::f32, {n})}, {"c", array{1.0}}};
        EXPECT_TRUE(all_finite(t));
        t["b"].leaf().mutable_data<float>()[at] = odd;
        EXPECT_FALSE(all_finite(t)) << odd << " at " << at << " of " << n;
      }
    }
  }
}

TEST(all_finite, and_the_norm_agree_in_any_order) {
  const tree t = support::tree_of(lengths, types[0], contents::plain, 9);
  const double expected = norm(t);
  support::asked_in_a_step(t, [&](sweep& s) {
    EXPECT_TRUE(s.all_finite());
    EXPECT_EQ(s.global_norm(), expected);
    EXPECT_TRUE(s.all_finite());
    s.map(squared{});
    EXPECT_NE(s.global_norm(), expected);
    return 0;
  });
}

}  // namespace
