#include "digits/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace digits {
namespace {

using testing::HasSubstr;

constexpr moment halfway{.epoch = 5,
                         .epochs = 10,
                         .done = 0.5,
                         .loss = 0.25,
                         .accuracy = 0.96875,
                         .steps_per_second = 12345,
                         .epoch_ended = true};

TEST(bar_line, fills_the_width) {
  EXPECT_EQ(bar_line(halfway, 80, {}),
            "  ##########----------  epoch  5/10  loss 0.2500  accuracy 0.969  12,345 steps/s");
  for (const std::size_t width : {36U, 50U, 66U, 67U, 80U, 200U}) {
    EXPECT_EQ(bar_line(halfway, width, {}).size(), width);
  }
}

TEST(bar_line, leaves_out_figures_for_which_there_is_no_room) {
  EXPECT_EQ(bar_line(halfway, 40, {}), "  ######------  epoch  5/10  loss 0.2500");
  EXPECT_EQ(bar_line(halfway, 5, {}), "    epoch  5/10");
}

TEST(bar_line, is_drawn_with_lines_and_colours_where_they_exist) {
  EXPECT_EQ(bar_line(halfway, 24, {.unicode = true}), "  ━━━━━╌╌╌╌  epoch  5/10");
  EXPECT_THAT(bar_line(halfway, 24, {.unicode = true, .colour = true}),
              HasSubstr("\033[36m━━━━━\033[90m━━━━\033[0m"));
}

TEST(progress, writes_plain_lines_where_there_is_no_terminal) {
  std::ostringstream out;
  progress shown(out, {});
  shown.begin("adam", "optax.adam(0.003)");
  for (int step = 1; step <= 30; ++step) {  // three an epoch
    shown.show({.epoch = (step + 2) / 3, .epochs = 10, .epoch_ended = step % 3 == 0});
  }
  shown.end();
  EXPECT_EQ(out.str(),
            "adam\n"
            "  optax.adam(0.003)\n"
            "  epoch  2/10  loss 0.0000  accuracy 0.000       0 steps/s\n"
            "  epoch  4/10  loss 0.0000  accuracy 0.000       0 steps/s\n"
            "  epoch  6/10  loss 0.0000  accuracy 0.000       0 steps/s\n"
            "  epoch  8/10  loss 0.0000  accuracy 0.000       0 steps/s\n"
            "  epoch 10/10  loss 0.0000  accuracy 0.000       0 steps/s\n"
            "\n");
}

TEST(progress, draws_the_line_again_on_a_terminal_and_leaves_the_last_one) {
  std::ostringstream out;
  progress shown(out, {.live = true});
  shown.begin("adam", "optax.adam(0.003)");
  for (int epoch = 1; epoch <= 10; ++epoch) {
    shown.show({.epoch = epoch, .epochs = 10, .done = epoch / 10.0});
  }
  shown.end();
  const std::string text = out.str();
  EXPECT_THAT(text, HasSubstr("\r  ##-"));
  EXPECT_THAT(text, HasSubstr("#  epoch 10/10"));
  EXPECT_TRUE(text.ends_with("\033[K\n\n"));
  EXPECT_LT(std::ranges::count(text, '\r'), 10);  // not one for each step
}

}  // namespace
}  // namespace digits
