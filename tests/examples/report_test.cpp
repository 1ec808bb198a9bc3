#include "digits/report.hpp"

#include <gtest/gtest.h>

#include "digits/text.hpp"

namespace digits {
namespace {

TEST(table, has_a_row_for_each_run_and_marks_those_that_were_stopped) {
  const std::vector<run> runs{
      {.name = "sgd",
       .planned_epochs = 2,
       .epochs = {{0, 0, 2.5, 2.5, 0.1}, {2, 90, 0.25, 0.5, 0.9375}},
       .seconds = 0.5,
       .step_seconds = 1.25e-6,
       .steps_per_second = 1234.5},
      {.name = "adamw", .planned_epochs = 2, .epochs = {{0, 0, 2, 2, 0.1}}, .seconds = 0.001},
      {.name = "never begun"}};
  EXPECT_EQ(
      table(runs),
      "  optimizer  epochs  train loss  test loss  test accuracy     time  steps/s  tx.step\n"
      "  ----------------------------------------------------------------------------------\n"
      "  sgd             2      0.2500     0.5000          0.938   500 ms    1,235  1.25 us\n"
      "  adamw         0/2      2.0000     2.0000          0.100  1.00 ms        -        -\n");
}

TEST(text, writes_numbers_for_people) {
  EXPECT_EQ(fixed(0.03118, 4), "0.0312");
  EXPECT_EQ(general(2.76e-5, 6), "2.76e-05");
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(123), "123");
  EXPECT_EQ(grouped(-123456), "-123,456");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(duration(0.0000125), "12.5 us");
  EXPECT_EQ(duration(0.0625), "62.5 ms");
  EXPECT_EQ(duration(12.34), "12.3 s");
  EXPECT_EQ(duration(123.4), "123 s");
}

TEST(wrap, breaks_at_blanks_and_indents) {
  EXPECT_EQ(wrap("aa bb cc dd", 7, 2), "  aa bb\n  cc dd");
  EXPECT_EQ(wrap("aaaaaaaaaa b", 7, 2), "  aaaaaaaaaa\n  b");
  EXPECT_EQ(wrap("", 7, 2), "");
}

}  // namespace
}  // namespace digits
