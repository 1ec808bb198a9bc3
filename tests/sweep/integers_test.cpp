// Leaves of integers and bools among the parameters: the counters of a batch normalization.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optaxx/optaxx.hpp>

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

array counters(std::int64_t first, std::int64_t second) {
  array a(dtype::i64, {2});
  a.mutable_data<std::int64_t>()[0] = first;
  a.mutable_data<std::int64_t>()[1] = second;
  return a;
}

tree network(std::int64_t batches) {
  return {{"bn", tree{{"num_batches_tracked", counters(batches, batches)},
                      {"trained", array::scalar(dtype::boolean, batches == 0 ? 0 : 1)},
                      {"weight", array{1.0F, 2.0F}}}}};
}

const path_set floats = paths("**/weight");

void expect_left_alone(const transformation& tx) {
  SCOPED_TRACE(describe(tx));
  tree params = network(7);
  opt_state state = tx.init(params);
  tree grads = network(0);
  for (int i = 0; i < 2; ++i) tx.step(grads, state, params);
  EXPECT_EQ(params["bn"]["num_batches_tracked"].leaf(), counters(7, 7));
  EXPECT_EQ(params["bn"]["trained"].leaf(), array::scalar(dtype::boolean, 1));
  EXPECT_NE(params["bn"]["weight"].leaf(), network(0)["bn"]["weight"].leaf());

  tree applied = network(7);
  opt_state another = tx.init(applied);
  for (int i = 0; i < 2; ++i) {
    const tree updates = tx.update(grads, another, applied);
    EXPECT_EQ(updates["bn"]["num_batches_tracked"].leaf(), counters(0, 0));
    apply_updates(applied, updates);
  }
  EXPECT_EQ(applied, params);
}

TEST(integers, are_left_alone_under_masks_freezing_and_partitions) {
  const auto not_floats = [](const tree& p) {
    return tree_map_with_path(
        [](const std::string& path, const array&) { return !path.ends_with("weight"); }, p);
  };
  expect_left_alone(masked(adamw(0.1), floats));
  expect_left_alone(chain(masked(adamw(0.1), floats), freeze(not_floats)));
  expect_left_alone(selective_transform(sgd(0.1, {.momentum = 0.9}), not_floats));
  expect_left_alone(
      partition({{"train", chain(clip_by_global_norm(1.0), adam(0.1))}, {"not", set_to_zero()}},
                path_labels({{"**/weight", "train"}, {"**", "not"}})));
  expect_left_alone(masked(inject_hyperparams(adam)({.learning_rate = 0.1}), floats));
  expect_left_alone(masked(multi_steps(adam(0.1), {.every_k_schedule = 2}), floats));
}

TEST(integers, are_finite) {
  const transformation tx = apply_if_finite(masked(sgd(0.5), floats), 3);
  tree params = network(7);
  opt_state state = tx.init(params);
  tx.step(network(0), state, params);
  EXPECT_EQ(params["bn"]["weight"].leaf(), (array{0.5F, 1.0F}));
}

TEST(integers, updates_are_passed_on_and_added) {
  const transformation tx = masked(sgd(0.5), floats);
  tree params = network(7);
  opt_state state = tx.init(params);
  EXPECT_EQ(tx.update(network(1), state)["bn"]["num_batches_tracked"].leaf(), counters(1, 1));
  tx.step(network(1), state, params);
  EXPECT_EQ(params["bn"]["num_batches_tracked"].leaf(), counters(8, 8));
  apply_updates(params, network(INT64_MAX));
  EXPECT_EQ(params["bn"]["num_batches_tracked"].leaf(),
            counters(INT64_MIN + 7, INT64_MIN + 7));  // modulo 2^64
}

TEST(integers, that_would_be_changed_are_refused_and_nothing_is) {
  EXPECT_THAT([] { adam(0.1).init(network(7)); },
              ThrowsMessage<tree_mismatch>(
                  "adam: params['bn']['num_batches_tracked'] is int64, expected a float dtype; "
                  "other leaves can only be masked out or frozen"));
  const transformation tx = sgd(0.5);
  tree params = network(7);
  opt_state state = tx.init(params);
  EXPECT_THAT([&] { tx.step(network(1), state, params); },
              ThrowsMessage<tree_mismatch>(
                  "sgd: params['bn']['num_batches_tracked'] is int64, expected a float dtype; "
                  "other leaves can only be masked out or frozen"));
  EXPECT_EQ(params, network(7));
}

TEST(integers, gradients_have_the_same_dtype) {
  const transformation tx = masked(sgd(0.5), floats);
  opt_state state = tx.init(tree{{"n", counters(1, 2)}, {"weight", array{1.0F}}});
  EXPECT_THAT(([&] {
                tx.update({{"n", array{1.0F, 2.0F}}, {"weight", array{1.0F}}}, state);
              }),
              ThrowsMessage<tree_mismatch>("masked: updates['n'] is float32, params is int64"));
}

}  // namespace
