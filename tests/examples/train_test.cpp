#include "digits/train.hpp"

#include <gtest/gtest.h>

#include <string>

namespace digits {
namespace {

namespace optax = optaxx;

const split& images() {
  static const split data =
      split_dataset(load_csv(OPTAXX_TEST_DATA_DIR "/../examples/digits/data/digits.csv"), 360, 0);
  return data;
}

bool go_on(const moment&) { return true; }

TEST(steps_per_epoch, counts_the_smaller_last_batch) {
  EXPECT_EQ(steps_per_epoch(1437, 32), 45);
  EXPECT_EQ(steps_per_epoch(64, 32), 2);
}

TEST(train, learns_in_three_epochs) {
  const run r = train({"adam", optax::adam(3e-3)}, images(), {.epochs = 3}, go_on);

  ASSERT_EQ(r.epochs.size(), 4U);
  EXPECT_EQ(r.epochs.back().epoch, 3);
  EXPECT_EQ(r.epochs.back().steps, 135);
  EXPECT_LT(r.epochs[0].test_accuracy, 0.3);  // a guess is right in one case of ten
  EXPECT_GT(r.epochs[3].test_accuracy, 0.9);
  EXPECT_LT(r.epochs[3].train_loss, r.epochs[0].train_loss / 4);
  EXPECT_LT(r.epochs[3].train_loss, r.epochs[1].train_loss);
}

TEST(train, gives_the_same_run_for_the_same_seed_and_another_for_another) {
  const recipe optimizer{"sgd", optax::sgd(0.1)};
  const auto loss = [&](std::uint64_t seed) {
    return train(optimizer, images(), {.epochs = 1, .seed = seed}, go_on).epochs.back().train_loss;
  };
  EXPECT_EQ(loss(0), loss(0));
  EXPECT_NE(loss(0), loss(1));
}

TEST(train, stops_when_it_is_told_to_and_keeps_the_finished_epochs) {
  const auto until_the_second_epoch = [](const moment& m) { return m.epoch < 2; };
  const run r = train({"sgd", optax::sgd(0.1)}, images(), {.epochs = 9}, until_the_second_epoch);
  EXPECT_EQ(r.planned_epochs, 9);
  EXPECT_EQ(r.epochs.back().epoch, 1);
  EXPECT_GT(r.steps_per_second, 0);
}

TEST(train, reports_every_step_and_every_end_of_an_epoch) {
  int steps = 0, ends = 0;
  double done = 0;
  train({"sgd", optax::sgd(0.1)}, images(), {.epochs = 2}, [&](const moment& m) {
    ++(m.epoch_ended ? ends : steps);
    EXPECT_GE(m.done, done);
    done = m.done;
    return true;
  });
  EXPECT_EQ(steps, 90);
  EXPECT_EQ(ends, 2);
  EXPECT_EQ(done, 1.0);
}

constexpr int epochs = 12;  // enough, if not the best that can be had

class every_recipe : public testing::TestWithParam<recipe> {};

TEST_P(every_recipe, reads_95_of_100_digits) {
  const run r = train(GetParam(), images(), {.epochs = epochs}, go_on);
  EXPECT_GT(r.epochs.back().test_accuracy, 0.95);
}

INSTANTIATE_TEST_SUITE_P(digits, every_recipe,
                         testing::ValuesIn(recipes(epochs* steps_per_epoch(1437, 32))),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace digits
