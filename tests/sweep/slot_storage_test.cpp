// Slots that are stored in blocks with scales, compared with a scalar calculation.
#include "sweep/slot_storage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kernels/square.hpp"
#include "kernels/trace.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/core/borrow.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/explain.hpp"
#include "optaxx/core/small_floats.hpp"
#include "optaxx/io/state_file.hpp"
#include "support/int8_blocks.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/temporary_directory.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::int8_blocks;
using testing::HasSubstr;
using testing::ThrowsMessage;

// Around a block, a tile, what a thread is given, and enough of them for three threads.
constexpr std::int64_t lengths[] = {1, 7, 255, 256, 257, 511, 513, 0, 1000, 4096, 4097, 50001};

float value_at(std::size_t leaf, std::size_t i, int step) {
  const auto k = static_cast<std::uint32_t>((leaf * 7919 + i * 31 + 1) *
                                            static_cast<std::size_t>(step * 2 + 1));
  const float unit = static_cast<float>(k * 2654435761U >> 8) * 0x1p-24F - 0.5F;
  return unit * (i / 256 % 2 == 0 ? 1.0F : 0.01F);
}

tree values_of(dtype type, int step) {
  std::vector<array> leaves;
  std::vector<std::pair<key, std::shared_ptr<const tree_structure>>> each;
  for (const std::int64_t n : lengths) {
    array a(dtype::f32, {n});
    for (std::size_t i = 0; i < a.size(); ++i)
      a.mutable_data<float>()[i] = value_at(leaves.size(), i, step);
    each.emplace_back(key(leaves.size()), tree_structure::of_leaf());
    leaves.push_back(astype(a, type));
  }
  return {tree_structure::of(node_kind::list, "", each), std::move(leaves)};
}

storage_choice blocks_of(std::int64_t least = 0) {
  return [least](const array& a) {
    return a.size() < static_cast<std::size_t>(least) ? nullptr : &int8_blocks;
  };
}

// The same format once more, one number at a time.
struct quantized {
  std::vector<std::int8_t> q;
  std::vector<float> scales;

  explicit quantized(std::size_t n) : q(n, 0), scales((n + 255) / 256, 0.0F) {}

  float at(std::size_t i) const { return static_cast<float>(q[i]) * scales[i / 256]; }
  void store(const std::vector<float>& x) {
    for (std::size_t b = 0; b < scales.size(); ++b) {
      const std::size_t end = std::min(x.size(), 256 * b + 256);
      double largest = 0;
      for (std::size_t i = 256 * b; i < end; ++i)
        largest = std::max(largest, std::fabs(static_cast<double>(x[i])));
      scales[b] = static_cast<float>(largest / 127);
      for (std::size_t i = 256 * b; i < end; ++i)
        q[i] = scales[b] == 0 ? std::int8_t{0} : half_to_even(x[i] / scales[b]);
    }
  }

 private:
  static std::int8_t half_to_even(float x) {
    const float down = std::floor(x);
    const float rest = x - down;
    const auto whole = static_cast<int>(down);
    const bool up = rest > 0.5F || (rest == 0.5F && whole % 2 != 0);
    return static_cast<std::int8_t>(up ? whole + 1 : whole);
  }
};

void expect_stored(const quantized& expected, const array& numbers, const array& scales) {
  ASSERT_EQ(numbers.dtype(), dtype::u32);
  ASSERT_EQ(numbers.size(), 64 * expected.scales.size());
  ASSERT_EQ(scales.size(), expected.scales.size());
  EXPECT_TRUE(
      std::equal(expected.scales.begin(), expected.scales.end(), scales.values<float>().begin()));
  const auto* const q = static_cast<const std::int8_t*>(numbers.data());
  for (std::size_t i = 0; i < expected.q.size(); ++i) ASSERT_EQ(q[i], expected.q[i]) << i;
}

std::vector<float> floats(const array& a) {
  const array wide = astype(a, dtype::f32);
  const auto values = wide.values<float>();
  return {values.begin(), values.end()};
}

support::init_function one_slot(std::int64_t least = 0) {
  return [least](layout& to) {
    to.type("MomentumState");
    lay_out_slot(to, "mu", blocks_of(least));
  };
}

const transformation& momentum() {
  static const transformation tx = support::int8_momentum();
  return tx;
}

// By scalars: parameters and moments of each leaf after some steps of momentum().
void expect_momentum(dtype type, int steps, const tree& params, const opt_state& state) {
  const tree first = values_of(type, 0);
  const std::size_t leaves = first.leaves().size();
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    std::vector<float> p = floats(first.leaves()[leaf]);
    quantized mu(p.size());
    for (int step = 1; step <= steps; ++step) {
      const std::vector<float> g = floats(values_of(type, step).leaves()[leaf]);
      std::vector<float> now(p.size());
      for (std::size_t i = 0; i < p.size(); ++i) {
        now[i] = g[i] + 0.9F * mu.at(i);
        p[i] = detail::rounded_to(type, p[i] + -0.5F * now[i]);
      }
      mu.store(now);
    }
    SCOPED_TRACE("leaf " + std::to_string(leaf));
    EXPECT_EQ(floats(params.leaves()[leaf]), p);
    expect_stored(mu, state.leaves()[leaf], state.leaves()[leaves + leaf]);
  }
}

class stored_in_blocks : public testing::TestWithParam<dtype> {};
INSTANTIATE_TEST_SUITE_P(for_parameters_in, stored_in_blocks,
                         testing::Values(dtype::f32, dtype::bf16, dtype::f16),
                         [](const auto& info) { return std::string(name_of(info.param)); });

TEST_P(stored_in_blocks, momentum_is_what_scalars_give_on_every_set_and_thread) {
  for (const std::string& set : support::instruction_sets()) {
    for (const std::size_t threads : {1U, 2U, 3U}) {
      SCOPED_TRACE(set + ", " + std::to_string(threads) + " threads");
      const support::setting now(set, threads);
      tree params = values_of(GetParam(), 0);
      opt_state state = momentum().init(params);
      for (int step = 1; step <= 3; ++step)
        momentum().step(values_of(GetParam(), step), state, params);
      expect_momentum(GetParam(), 3, params, state);
      if (HasFailure()) return;
    }
  }
}

struct add_half {
  template <class T, class S>
  void operator()(T& u, S& slot) const noexcept {
    u = u + T(0.5F) * static_cast<T>(slot);
    slot = u;
  }
};

// Each kernel sees what the one before has stored, not what it has computed. Code of the user's
// among them cuts the program.
TEST_P(stored_in_blocks, a_kernel_sees_what_was_stored_before_it) {
  const transformation tx = support::rule_of(
      [](layout& to) {
        to.type("TwoSlots");
        lay_out_slot(to, "a", blocks_of());
        lay_out_slot(to, "b", blocks_of());
      },
      [](sweep& s, const state_view& state) {
        s.map(kernels::trace<double>{0.9}, state["a"]);
        s.map(kernels::trace<double>{0.25}, state["b"]);
        s.map(kernels::trace<double>{0.5}, state["a"]);
        s.map(add_half{}, state["a"]);
      });
  const support::setting now(support::instruction_sets().front(), 2);
  const tree params = values_of(GetParam(), 0);
  opt_state state = tx.init(params);
  std::vector<tree> updates;
  for (int step = 1; step <= 2; ++step)
    updates.push_back(tx.update(values_of(GetParam(), step), state, params));
  const std::size_t leaves = params.leaves().size();
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    SCOPED_TRACE("leaf " + std::to_string(leaf));
    const std::size_t n = params.leaves()[leaf].size();
    quantized a(n);
    quantized b(n);
    std::vector<float> u;
    const auto trace = [&](quantized& slot, float decay) {
      for (std::size_t i = 0; i < n; ++i) u[i] = u[i] + decay * slot.at(i);
      slot.store(u);
    };
    for (int step = 1; step <= 2; ++step) {
      u = floats(values_of(GetParam(), step).leaves()[leaf]);
      trace(a, 0.9F);
      trace(b, 0.25F);
      trace(a, 0.5F);
      trace(a, 0.5F);
      EXPECT_EQ(floats(updates[static_cast<std::size_t>(step) - 1].leaves()[leaf]), u);
    }
    expect_stored(a, state.leaves()[leaf], state.leaves()[leaves + leaf]);
    expect_stored(b, state.leaves()[2 * leaves + leaf], state.leaves()[3 * leaves + leaf]);
  }
}

// The state is not written where a step only sums, and the sums are the same however it is cut.
TEST_P(stored_in_blocks, sums_see_the_slots) {
  double expected = 0;
  for (const std::string& set : support::instruction_sets()) {
    for (const std::size_t threads : {1U, 3U}) {
      const support::setting now(set, threads);
      double sum = 0;
      double behind = 0;
      const transformation tx =
          support::rule_of(one_slot(), [&](sweep& s, const state_view& state) {
            s.map(kernels::trace<double>{0.9}, state["mu"]);
            sum = s.sum(kernels::square<double>{});
            s.map(kernels::trace<double>{0.5}, state["mu"]);
            behind = s.sum(kernels::square<double>{});
          });
      tree params = values_of(GetParam(), 0);
      opt_state state = tx.init(params);
      tx.step(values_of(GetParam(), 1), state, params);
      if (expected == 0) {
        double exact = 0;
        double exact_behind = 0;
        const tree g = values_of(GetParam(), 1);
        for (const array& a : g.leaves()) {
          const std::vector<float> u = floats(a);  // the slot was zero
          quantized mu(u.size());
          mu.store(u);
          for (std::size_t i = 0; i < u.size(); ++i) {
            const float next = u[i] + 0.5F * mu.at(i);
            exact += double{u[i]} * double{u[i]};
            exact_behind += double{next} * double{next};
          }
        }
        EXPECT_NEAR(sum / exact, 1, 1e-6);
        EXPECT_NEAR(behind / exact_behind, 1, 1e-6);
        expected = behind;
      }
      EXPECT_EQ(behind, expected);
    }
  }
}

struct read_mean {
  template <class T>
  void operator()(T& u, const T& mean) const noexcept {
    u = mean;
  }
};

// Chunks of a reduction over axes begin in the middle of a block: the second kernel still sees what
// whole blocks have stored.
TEST(slot_storage, means_over_rows_see_whole_blocks) {
  constexpr std::size_t columns = 30001;
  array g(dtype::f32, {4, columns});
  for (std::size_t i = 0; i < g.size(); ++i) g.mutable_data<float>()[i] = value_at(3, i, 1);
  const transformation tx = support::rule_of(
      [](layout& to) {
        one_slot()(to);
        to.axes("rows", [](const shape&) { return std::vector<bool>{false, true}; });
      },
      [&](sweep& s, const state_view& state) {
        s.map(kernels::trace<double>{0.9}, state["mu"]);
        s.map(kernels::trace<double>{0.5}, state["mu"]);
        const sweep rows =
            s.axis_mean(numbers::weak, s.axes(state, "rows"), kernels::square<double>{});
        s.map(read_mean{}, rows);
      });
  std::vector<array> came;
  for (const std::string& set : support::instruction_sets()) {
    for (const std::size_t threads : {1U, 3U}) {
      const support::setting now(set, threads);
      opt_state state = tx.init(tree(array(dtype::f32, {4, columns})));
      came.push_back(tx.update(tree(g), state).leaf());
      EXPECT_TRUE(support::same_bits(std::span(came).first(1), std::span(came).last(1)));
    }
  }
  quantized mu(g.size());
  mu.store(floats(g));
  for (std::size_t row = 0; row < 4; ++row) {
    double sum = 0;
    for (std::size_t i = row * columns; i < (row + 1) * columns; ++i) {
      const float u = g.values<float>()[i] + 0.5F * mu.at(i);
      sum += double{u * u};
    }
    EXPECT_NEAR(came[0].values<float>()[row * columns] / (sum / columns), 1, 1e-6) << row;
  }
}

// A kernel that reads results of rows has tiles that end with a row, where these are long; but none
// ends in the middle of a block.
TEST(slot_storage, rows_do_not_cut_blocks) {
  constexpr std::size_t columns = 300;
  array g(dtype::f32, {5, columns});
  for (std::size_t i = 0; i < g.size(); ++i) g.mutable_data<float>()[i] = value_at(3, i, 1);
  const transformation tx = support::rule_of(
      [](layout& to) {
        one_slot()(to);
        to.axes("columns", [](const shape&) { return std::vector<bool>{true, false}; });
      },
      [&](sweep& s, const state_view& state) {
        const sweep sums =
            s.axis_sum(numbers::weak, s.axes(state, "columns"), kernels::square<double>{});
        s.map(kernels::trace<double>{0.9}, state["mu"]);
        s.map(support::hand_on{});
        s.map(read_mean{}, sums);
      });
  opt_state state = tx.init(tree(array(dtype::f32, {5, columns})));
  tx.update(tree(g), state);
  quantized mu(g.size());
  mu.store(floats(g));
  expect_stored(mu, state.leaves()[0], state.leaves()[1]);
}

// What a rule looks at in mid-step is made on copies, of the scales too.
TEST(slot_storage, a_rule_sees_what_its_kernels_will_store) {
  std::vector<array> seen;
  const transformation tx = support::rule_of(one_slot(), [&](sweep& s, const state_view& state) {
    s.map(kernels::trace<double>{0.9}, state["mu"]);
    const tree now = s.get_tree(state["mu"]);
    seen.assign(now.leaves().begin(), now.leaves().end());
    s.replace([](tree updates) { return updates; });
    s.map(kernels::trace<double>{0.5}, state["mu"]);
    EXPECT_GT(s.sum(kernels::square<double>{}), 0);
  });
  const tree g = values_of(dtype::f32, 1);
  opt_state state = tx.init(g);
  tx.update(g, state);
  const std::size_t leaves = g.leaves().size();
  ASSERT_EQ(seen.size(), 2 * leaves);
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    std::vector<float> u = floats(g.leaves()[leaf]);
    quantized mu(u.size());
    mu.store(u);
    expect_stored(mu, seen[leaf], seen[leaves + leaf]);
    for (std::size_t i = 0; i < u.size(); ++i) u[i] += 0.5F * mu.at(i);
    mu.store(u);
    expect_stored(mu, state.leaves()[leaf], state.leaves()[leaves + leaf]);
  }
}

TEST(slot_storage, a_rule_that_throws_behind_that_has_changed_nothing) {
  const transformation tx = support::rule_of(one_slot(), [](sweep& s, const state_view& state) {
    s.map(kernels::trace<double>{0.9}, state["mu"]);
    s.get_tree(state["mu"]);
    throw std::runtime_error("behind");
  });
  const tree g = values_of(dtype::f32, 1);
  opt_state state = tx.init(g);
  const opt_state before = state;
  EXPECT_THROW(tx.update(g, state), std::runtime_error);
  EXPECT_TRUE(support::same_bits(state.leaves(), before.leaves()));
}

TEST(slot_storage, kernels_see_scales_that_a_rule_has_set) {
  const transformation tx = support::rule_of(one_slot(), [](sweep& s, const state_view& state) {
    tree scales = s.get_tree(state["mu"]["scales"]);
    for (array& a : scales.leaves()) {
      float* const scale = a.mutable_data<float>();
      for (std::size_t i = 0; i < a.size(); ++i) scale[i] *= 2;
    }
    s.set_tree(state["mu"]["scales"], std::move(scales));
    s.map(kernels::trace<double>{0.5}, state["mu"]);
  });
  const tree g = values_of(dtype::f32, 1);
  opt_state state = tx.init(g);
  tx.update(g, state);
  const tree updates = tx.update(g, state);
  for (std::size_t leaf = 0; leaf < g.leaves().size(); ++leaf) {
    std::vector<float> u = floats(g.leaves()[leaf]);
    quantized mu(u.size());
    mu.store(u);
    for (std::size_t i = 0; i < u.size(); ++i) u[i] += 0.5F * (2 * mu.at(i));
    EXPECT_EQ(floats(updates.leaves()[leaf]), u);
  }
}

// Other leaves of the same slot may be arrays of their numbers, and pass on beside them.
TEST(slot_storage, small_leaves_may_stay_as_they_are) {
  const auto with = [](std::int64_t least) {
    return support::rule_of(one_slot(least), [](sweep& s, const state_view& state) {
      s.map(kernels::trace<double>{0.9}, state["mu"]);
    });
  };
  const tree g = values_of(dtype::f32, 1);
  const auto after = [&](std::int64_t least) {
    opt_state state = with(least).init(g);
    for (int step = 1; step <= 2; ++step) with(least).update(values_of(dtype::f32, step), state);
    return state;
  };
  const opt_state mixed = after(1000);
  const opt_state all = after(0);
  const opt_state none = after(1000000);
  for (std::size_t leaf = 0; leaf < g.leaves().size(); ++leaf) {
    const bool small = g.leaves()[leaf].size() < 1000;
    const opt_state& like = small ? none : all;
    EXPECT_TRUE(support::same_bits(mixed.leaves().subspan(leaf, 1), like.leaves().subspan(leaf, 1)))
        << leaf;
    EXPECT_EQ(mixed.leaves()[leaf].dtype(), small ? dtype::f32 : dtype::u32);
  }
}

TEST(slot_storage, a_saved_state_goes_on) {
  const support::temporary_directory folder;
  tree params = values_of(dtype::f32, 0);
  opt_state state = momentum().init(params);
  momentum().step(values_of(dtype::f32, 1), state, params);
  save_state(folder / "state.safetensors", state);
  opt_state loaded = momentum().init(params);
  load_state(folder / "state.safetensors", loaded);
  momentum().step(values_of(dtype::f32, 2), loaded, params);
  expect_momentum(dtype::f32, 2, params, loaded);
}

TEST(slot_storage, what_it_takes_is_explained) {
  const std::string text = explain(momentum(), tree(array(dtype::f32, {40, 256})));
  EXPECT_THAT(text, HasSubstr("state: 10,400 bytes, 1.016 bytes per parameter"));
  EXPECT_THAT(text, HasSubstr("reads  gradients, params, .mu: 9.016 bytes per parameter"));
  EXPECT_THAT(text, HasSubstr("writes params, .mu: 5.016 bytes per parameter"));
  EXPECT_THAT(text, HasSubstr("in tiles of 512 widened to float32"));
}

TEST(slot_storage, arrays_of_another_size_or_dtype_are_refused) {
  tree params = tree(array(dtype::f32, {300}));
  const tree before = params;
  const tree grads = tree(array(dtype::f32, {300}));
  const auto refused = [&](std::size_t leaf, const array& a, const std::string& message) {
    opt_state state = momentum().init(params);
    state.leaves()[leaf] = a;
    EXPECT_THAT([&] { momentum().step(grads, state, params); },
                ThrowsMessage<tree_mismatch>(HasSubstr(message)));
    EXPECT_EQ(params, before);
  };
  refused(0, array(dtype::u32, {64}), "update: state.mu['numbers'] has shape");
  refused(0, array(dtype::f32, {128}), "update: state.mu['numbers'] is float32, expected uint32");
  refused(1, array(dtype::f32, {3}), "update: state.mu['scales'] has shape");
}

TEST(slot_storage, scales_that_lie_in_a_gradient_are_refused) {
  tree params = tree(array(dtype::f32, {300}));
  opt_state state = momentum().init(params);
  std::vector<float> memory(300);
  const tree grads = tree(borrow(memory.data(), {300}));
  state.leaves()[1] = borrow(memory.data() + 298, {2});
  EXPECT_THAT([&] { momentum().step(grads, state, params); },
              ThrowsMessage<std::invalid_argument>(HasSubstr("state.mu['scales']")));
}

TEST(slot_storage, is_for_map_and_for_floats_below_float64) {
  const transformation everywhere = support::rule_of(one_slot(), [](sweep&, const state_view&) {});
  EXPECT_THAT([&] { everywhere.init(tree(array(dtype::f64, {3}))); },
              ThrowsMessage<std::invalid_argument>(
                  "user_rule: 'mu' cannot be stored as int8 in blocks of 256 "
                  "for parameters of type "
                  "float64"));
  const transformation looks = support::rule_of(one_slot(), [](sweep& s, const state_view& state) {
    s.for_each_leaf([&](leaf_view& v) { v[state["mu"]]; });
  });
  const tree g = tree(array(dtype::f32, {3}));
  opt_state state = looks.init(g);
  EXPECT_THAT(
      [&] { looks.update(g, state); },
      ThrowsMessage<std::logic_error>("for_each_leaf: a slot that is stored in blocks is for map"));
}

}  // namespace
