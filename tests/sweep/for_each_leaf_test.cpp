// Whole arrays and whole trees in mid-chain.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "kernels/scale.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/combinators/masked.hpp"
#include "optaxx/transforms/clip_by_global_norm.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/scale_by_adam.hpp"
#include "optaxx/transforms/trace.hpp"
#include "support/runs.hpp"
#include "support/same_bits.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

using namespace optaxx;
using support::contents;
using support::rule_of;
using support::updates_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000, 0, 33000};

template <class T>
void centre_elements(array& a) {
  T* const x = a.mutable_data<T>();
  const T mean = std::accumulate(x, x + a.size(), T(0)) / static_cast<T>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) x[i] -= mean;
}
void centre(array& a) {
  if (a.size() == 0) return;
  if (a.dtype() == dtype::f64) {
    centre_elements<double>(a);
  } else {
    centre_elements<float>(a);
  }
}

transformation centred_by_leaf() {
  return rule_of([](sweep& s, const state_view&) {
    s.for_each_leaf([](leaf_view& leaf) { centre(leaf.update()); });
  });
}
transformation centred_as_a_tree() {
  return rule_of([](sweep& s, const state_view&) {
    s.replace([](tree updates) {
      for (array& a : updates.leaves()) centre(a);
      return updates;
    });
  });
}

TEST(for_each_leaf, between_two_adams_is_the_three_in_a_row) {
  const std::vector<contents> grads(4, contents::plain);
  for (const std::vector<dtype>& of :
       {std::vector{dtype::f32}, std::vector{dtype::f64, dtype::f32}}) {
    const auto p = support::make_problem(lengths, of, contents::plain, grads);
    const support::placed_problem placed(p, support::placement::own);
    for (const transformation& middle : {centred_by_leaf(), centred_as_a_tree()}) {
      const std::vector<transformation> links = {scale_by_adam(), middle, clip_by_global_norm(1.0),
                                                 scale_by_adam({.b1 = 0.5}), scale(-0.1)};
      const auto together = support::run(chain(links), placed, support::way::update);
      const auto one_by_one = support::run_link_by_link(links, placed);
      for (std::size_t i = 0; i < together.size(); ++i) {
        ASSERT_TRUE(support::same_bits(together[i], one_by_one[i])) << "step " << i;
      }
    }
  }
}

const tree grads{{"a", array{1.0F, 2.0F}}, {"b", array{3.0}}, {"c", array(4.0F)}};
const tree params{{"a", array{10.0F, 20.0F}}, {"b", array{30.0}}, {"c", array(40.0F)}};

TEST(for_each_leaf, shows_update_parameter_and_position) {
  std::vector<std::uint32_t> positions;
  const tree u = updates_of(
      grads,
      [&](sweep& s, const state_view&) {
        s.for_each_leaf([&](leaf_view& leaf) {
          positions.push_back(leaf.position());
          EXPECT_EQ(leaf.update(), grads.leaves()[leaf.position()]);
          leaf.update() = leaf.param();
        });
      },
      params);
  EXPECT_THAT(positions, ElementsAre(0, 1, 2));
  EXPECT_EQ(u, params);
}

TEST(for_each_leaf, sees_what_was_mapped_and_is_seen_by_what_follows) {
  const tree u = updates_of(grads, [](sweep& s, const state_view&) {
    s.map(kernels::scale<double>{2.0});
    s.for_each_leaf([](leaf_view& leaf) {
      if (leaf.position() == 1) {
        EXPECT_EQ(leaf.update().item(), 6.0);
        leaf.update().set_item(5.0);
      }
    });
    s.map(kernels::scale<double>{3.0});
    EXPECT_EQ(s.leaf_sums(support::hand_on{})[1], 15.0);
  });
  EXPECT_EQ(u["b"].leaf().item(), 15.0);
  EXPECT_EQ(u["c"].leaf().item(), 24.0);
}

TEST(for_each_leaf, under_a_mask_shows_the_selected_leaves) {
  const mask_tree mask{{"a", true}, {"b", false}, {"c", true}};
  const transformation inner = rule_of(
      [](layout& state) {
        state.type("S");
        state.slot("n", {.value = 1.0});
      },
      [](sweep& s, const state_view& state) {
        s.for_each_leaf([&](leaf_view& leaf) {
          EXPECT_EQ(leaf.update(), grads.leaves()[leaf.position() * 2]);
          EXPECT_EQ(leaf.param(), params.leaves()[leaf.position() * 2]);
          EXPECT_EQ(leaf[state["n"]].shape(), leaf.update().shape());
          std::swap(leaf.update(), leaf[state["n"]]);
        });
      });
  const transformation tx = masked(inner, mask);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(grads, state, params),
            (tree{{"a", array{1.0F, 1.0F}}, {"b", array{3.0}}, {"c", array(1.0F)}}));
  EXPECT_EQ(state.leaves()[0], grads["a"].leaf());
  EXPECT_EQ(state.leaves()[1], grads["c"].leaf());
}

TEST(for_each_leaf, has_no_parameter_where_the_caller_gave_none) {
  EXPECT_THAT(
      [] {
        updates_of(grads, [](sweep& s, const state_view&) {
          s.for_each_leaf([](leaf_view& leaf) { leaf.param(); });
        });
      },
      ThrowsMessage<std::invalid_argument>(HasSubstr("needs params")));
}

TEST(for_each_leaf, refuses_another_shape_or_dtype) {
  const auto with = [](const array& a) {
    return [a] {
      updates_of(grads, [&](sweep& s, const state_view&) {
        s.for_each_leaf([&](leaf_view& leaf) { leaf.update() = a; });
      });
    };
  };
  EXPECT_THAT(with(array{1.0F}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("['a'] became float32 (1,)")));
  EXPECT_THAT(with(array{1.0, 2.0}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("['a'] became float64 (2,)")));
}

TEST(for_each_leaf, may_be_used_by_several_links) {
  const transformation one = centred_by_leaf();
  const std::vector<transformation> links = {trace(0.9),      one, trace(0.5), one, trace(0.25),
                                             scale_by_adam(), one};
  const std::vector<contents> of_grads(3, contents::plain);
  const auto p = support::make_problem(lengths, {dtype::f32}, contents::plain, of_grads);
  const support::placed_problem placed(p, support::placement::own);
  const auto together = support::run(chain(links), placed, support::way::update);
  const auto one_by_one = support::run_link_by_link(links, placed);
  for (std::size_t i = 0; i < together.size(); ++i) {
    ASSERT_TRUE(support::same_bits(together[i], one_by_one[i])) << "step " << i;
  }
}

TEST(for_each_leaf, in_parallel_throws_what_the_first_of_the_leaves_has_thrown) {
  for (const std::size_t threads : {1, 3}) {
    const support::setting setting(instruction_set(), threads);
    EXPECT_THAT(
        [] {
          updates_of(grads, [](sweep& s, const state_view&) {
            s.for_each_leaf(
                [](leaf_view& leaf) {
                  if (leaf.position() > 0)
                    throw std::runtime_error("leaf " + std::to_string(leaf.position()));
                },
                {.parallel = true, .cost = 1'000'000});
          });
        },
        ThrowsMessage<std::runtime_error>("leaf 1"));
  }
}

TEST(for_each_leaf, in_parallel_has_the_slots_that_were_named) {
  const transformation tx = rule_of(
      [](layout& state) {
        state.slot("n", {.value = 1.0});
        state.slot("other");
      },
      [](sweep& s, const state_view& state) {
        const slot named[] = {state["n"]};
        s.for_each_leaf([&](leaf_view& leaf) { std::swap(leaf.update(), leaf[state["n"]]); },
                        {.parallel = true, .slots = named});
        EXPECT_THAT(
            [&] {
              s.for_each_leaf([&](leaf_view& leaf) { leaf[state["other"]]; },
                              {.rule = "mine", .parallel = true, .slots = named});
            },
            ThrowsMessage<std::logic_error>(HasSubstr("mine: leaves that are shown in parallel")));
      });
  opt_state state = tx.init(grads);
  EXPECT_EQ(tx.update(grads, state),
            (tree{{"a", array{1.0F, 1.0F}}, {"b", array{1.0}}, {"c", array(1.0F)}}));
  EXPECT_EQ(state["n"]["a"].leaf(), grads["a"].leaf());
}

TEST(for_each_leaf, goes_over_ranges_of_a_leaf) {
  const support::setting two(instruction_set(), 2);
  const tree large(array(dtype::f32, {40, 1000}));
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  std::mutex adding;
  updates_of(large, [&](sweep& s, const state_view&) {
    s.for_each_leaf([&](leaf_view& leaf) {
      leaf.for_ranges(40, [&](std::size_t first, std::size_t last) {
        const std::lock_guard lock(adding);
        ranges.emplace_back(first, last);
      });
    });
  });
  std::ranges::sort(ranges);
  EXPECT_THAT(ranges, ElementsAre(std::pair(0U, 20U), std::pair(20U, 40U)));
}

TEST(for_each_leaf, refuses_a_function_that_asks_for_whole_arrays) {
  EXPECT_THAT(
      [] {
        updates_of(grads, [](sweep& s, const state_view&) {
          s.for_each_leaf([&](leaf_view&) { s.for_each_leaf([](leaf_view&) {}); });
        });
      },
      ThrowsMessage<std::logic_error>(HasSubstr("asks for whole arrays itself")));
}

TEST(updates, are_looked_at_as_they_are_and_stay_as_they_were) {
  const tree u = updates_of(grads, [](sweep& s, const state_view&) {
    s.map(kernels::scale<double>{2.0});
    const tree& twice = s.updates();
    EXPECT_EQ(&s.updates(), &twice);
    s.map(kernels::scale<double>{3.0});
    const tree& six_times = s.updates();
    EXPECT_EQ(twice, (tree{{"a", array{2.0F, 4.0F}}, {"b", array{6.0}}, {"c", array(8.0F)}}));
    EXPECT_EQ(six_times,
              (tree{{"a", array{6.0F, 12.0F}}, {"b", array{18.0}}, {"c", array(24.0F)}}));
  });
  EXPECT_EQ(u["b"].leaf().item(), 18.0);
}

TEST(replace, gets_and_gives_a_whole_tree) {
  const tree u = updates_of(grads, [](sweep& s, const state_view&) {
    s.map(kernels::scale<double>{2.0});
    s.replace([](tree updates) {
      EXPECT_EQ(updates["c"].leaf().item(), 8.0);
      updates["b"] = array{0.5};
      return updates;
    });
    s.map(kernels::scale<double>{10.0});
  });
  EXPECT_EQ(u, (tree{{"a", array{20.0F, 40.0F}}, {"b", array{5.0}}, {"c", array(80.0F)}}));
}

TEST(replace, under_a_mask_gets_the_selected_leaves) {
  const mask_tree mask{{"a", true}, {"b", false}, {"c", true}};
  const transformation inner = rule_of([](sweep& s, const state_view&) {
    s.replace([](const tree& updates) {
      EXPECT_EQ(updates.leaves().size(), 2U);
      EXPECT_EQ(updates["a"].leaf(), grads["a"].leaf());
      tree result = updates;
      result["c"] = array(0.0F);
      return result;
    });
  });
  const transformation tx = masked(inner, mask);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(grads, state),
            (tree{{"a", array{1.0F, 2.0F}}, {"b", array{3.0}}, {"c", array(0.0F)}}));
}

TEST(replace, refuses_another_structure_shape_or_dtype) {
  const auto with = [](const tree& t) {
    return [t] {
      updates_of(grads,
                 [&](sweep& s, const state_view&) { s.replace([&](const tree&) { return t; }); });
    };
  };
  EXPECT_THAT(with(tree{{"a", array{1.0F}}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("the updates came back as {'a': *}")));
  EXPECT_THAT(
      with(tree{{"a", array{1.0F}}, {"b", array{3.0}}, {"c", array(4.0F)}}),
      ThrowsMessage<std::invalid_argument>(HasSubstr("updates['a'] came back as float32 (1,)")));
  EXPECT_THAT(with(tree{{"a", array{1.0F, 2.0F}}, {"b", array{3.0F}}, {"c", array(4.0F)}}),
              ThrowsMessage<std::invalid_argument>(HasSubstr("updates['b'] came back as float32")));
}

}  // namespace
