#include "optaxx/combinators/partition.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "optaxx/optimizers/sgd.hpp"
#include "optaxx/transforms/scale.hpp"
#include "optaxx/transforms/set_to_zero.hpp"
#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

tree params() {
  return {{"dense", {{"b", array{1.0F}}, {"w", array{1.0F}}}}, {"gain", array{1.0F}}};
}

labelled_transformations doubling_and_freezing() {
  return {{"double", scale(2)}, {"freeze", set_to_zero()}};
}

tree update(const leaf_labels& labels) {
  const transformation tx = partition(doubling_and_freezing(), labels);
  opt_state state = tx.init(params());
  return tx.update(params(), state);
}

tree expected(float b, float w, float gain) {
  return {{"dense", {{"b", array{b}}, {"w", array{w}}}}, {"gain", array{gain}}};
}

TEST(partition, describes_itself) {
  EXPECT_EQ(describe(partition(doubling_and_freezing(),
                               label_tree{{"dense", "double"}, {"gain", "freeze"}})),
            "optax.partition(transforms={'double': optax.scale(step_size=2), 'freeze': "
            "optax.set_to_zero()}, param_labels={'dense': 'double', 'gain': 'freeze'})");
}

TEST(partition, takes_labels_in_braces) {
  const label_tree labels{{"dense", "double"}, {"gain", "freeze"}};
  const std::string wanted = describe(partition(doubling_and_freezing(), labels));
  EXPECT_EQ(describe(partition(doubling_and_freezing(), {{"dense", "double"}, {"gain", "freeze"}})),
            wanted);
  EXPECT_EQ(describe(partition(doubling_and_freezing(),
                               {.param_labels = {{"dense", "double"}, {"gain", "freeze"}}})),
            wanted);
}

TEST(partition, is_called_multi_transform_too) {
  const label_tree labels{{"dense", "double"}, {"gain", "freeze"}};
  EXPECT_EQ(describe(multi_transform(doubling_and_freezing(), labels)),
            describe(partition({.transforms = doubling_and_freezing(), .param_labels = labels})));
}

TEST(partition, takes_a_tree_of_labels_or_a_prefix_of_one) {
  EXPECT_EQ(update(label_tree{{"dense", {{"b", "freeze"}, {"w", "double"}}}, {"gain", "double"}}),
            expected(0, 2, 2));
  EXPECT_EQ(update(label_tree{{"dense", "double"}, {"gain", "freeze"}}), expected(2, 2, 0));
  EXPECT_EQ(update(label_tree("double")), expected(2, 2, 2));
}

TEST(partition, takes_path_patterns_of_which_the_first_match_counts) {
  EXPECT_EQ(update(path_labels({{"**/w", "double"}, {"**", "freeze"}})), expected(0, 2, 0));
}

TEST(partition, takes_a_function_of_the_parameters) {
  EXPECT_EQ(update([](const tree& p) {
              return tree_map_with_path(
                  [](const std::string& path, const array&) {
                    return std::string(path == "gain" ? "freeze" : "double");
                  },
                  p);
            }),
            expected(2, 2, 0));
}

TEST(partition, keeps_a_masked_state_per_label) {
  const opt_state state = partition({{"sgd", sgd(0.1)}, {"none", scale(1)}, {"all", trace(0.9)}},
                                    label_tree{{"dense", "all"}, {"gain", "sgd"}})
                              .init(params());
  EXPECT_EQ(
      state.structure()->text(),
      "PartitionState(inner_states={'all': MaskedState(inner_state=TraceState(trace={'dense': "
      "{'b': *, 'w': *}, 'gain': MaskedNode()})), 'none': "
      "MaskedState(inner_state=EmptyState()), 'sgd': MaskedState(inner_state=(EmptyState(), "
      "EmptyState()))})");
}

TEST(partition, refuses_a_label_that_is_given_twice) {
  EXPECT_THAT(
      [] {
        partition({{"a", scale(1)}, {"a", scale(2)}}, label_tree("a"));
      },
      ThrowsMessage<std::invalid_argument>("partition: the label 'a' is given twice"));
}

TEST(partition, refuses_a_label_without_a_transformation) {
  EXPECT_THAT(
      [] {
        update(label_tree{{"dense", "treble"}, {"gain", "double"}});
      },
      ThrowsMessage<tree_mismatch>(
          "partition: param_labels['dense'] is 'treble', and there are transformations for "
          "'double', 'freeze'"));
}

TEST(partition, refuses_labels_of_another_tree) {
  EXPECT_THAT(
      [] {
        update(label_tree{{"dense", "double"}, {"loss", "double"}});
      },
      ThrowsMessage<tree_mismatch>(
          "partition: param_labels has {'dense', 'loss'}, params has {'dense', 'gain'}"));
  EXPECT_THAT(
      [] {
        update(label_tree{{"dense", {{"w", "double"}}}, {"gain", "double"}});
      },
      ThrowsMessage<tree_mismatch>(
          "partition: param_labels['dense'] has {'w'}, params['dense'] has {'b', 'w'}"));
  EXPECT_THAT(
      [] {
        update(path_labels({{"**/w", "double"}, {"**/b", "double"}}));
      },
      ThrowsMessage<tree_mismatch>("path_labels: no pattern matches the leaf 'gain'"));
}

}  // namespace
