#include "optaxx/tree_utils/apply_updates.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "support/bytes.hpp"

namespace {

using namespace optaxx;
using support::bytes_of;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(apply_updates, adds_in_place) {
  tree params{{"b", 1.0}, {"w", array{1.0F, 2.0F}}};
  const void* const memory = params["w"].leaf().data();
  apply_updates(params, {{"b", 0.5}, {"w", array{-1.0F, 2.0F}}});
  EXPECT_EQ(params["w"].leaf().data(), memory);
  EXPECT_EQ(params, (tree{{"b", 1.5}, {"w", array{0.0F, 4.0F}}}));
}

TEST(apply_updates, adds_to_borrowed_memory) {
  float memory[] = {1.0F, 2.0F};
  tree params = borrow(memory, {2});
  apply_updates(params, array{1.0F, 1.0F});
  EXPECT_THAT(memory, ElementsAre(2.0F, 3.0F));
}

TEST(apply_updates, takes_trees_without_elements) {
  tree params{{"empty", array(dtype::f32, {0, 3})}, {"none", none}};
  apply_updates(params, tree(params));
  tree nothing = tree::dict({});
  EXPECT_NO_THROW(apply_updates(nothing, tree::dict({})));
}

TEST(apply_updates, flushes_subnormal_numbers_as_a_step_does) {
  tree params = array{1e-40F, -0.0F, -0.0F};
  apply_updates(params, array{0.0F, 0.0F, -0.0F});
  EXPECT_EQ(bytes_of(params), bytes_of(array{0.0F, 0.0F, -0.0F}));
}

TEST(apply_updates, refuses_updates_of_another_tree_and_changes_nothing) {
  tree params{{"b", array{1.0F}}, {"w", array{1.0F, 2.0F}}};
  const auto before = bytes_of(params);
  const auto refused = [&](const tree& updates, const std::string& message) {
    EXPECT_THAT([&] { apply_updates(params, updates); }, ThrowsMessage<tree_mismatch>(message));
    EXPECT_EQ(bytes_of(params), before);
  };
  refused({{"b", array{1.0F}}, {"w", array{1.0F}}},
          "apply_updates: updates['w'] has shape (1,), params has (2,)");
  refused({{"b", array{1.0F}}, {"w", array{1.0, 2.0}}},
          "apply_updates: updates['w'] is float64, params is float32");
  refused({{"b", array{1.0F}}}, "apply_updates: updates has {'b'}, params has {'b', 'w'}");
}

TEST(apply_updates, refuses_parameters_that_were_borrowed_as_const) {
  const float memory[] = {1.0F};
  tree params{{"a", array{1.0F}}, {"b", borrow(memory, {1})}};
  EXPECT_THROW(apply_updates(params, {{"a", array{1.0F}}, {"b", array{1.0F}}}),
               std::invalid_argument);
  EXPECT_EQ(params["a"].leaf().item(), 1.0);
}

}  // namespace
