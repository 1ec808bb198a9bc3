#include "digits/data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace digits {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path digits_csv = OPTAXX_TEST_DATA_DIR "/../examples/digits/data/digits.csv";

// The message of what load_csv throws for a file with this text.
std::string error_of(const std::string& text) {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / "optaxx_digits_data_test.csv";
  std::ofstream(file) << text;
  std::string message = "nothing was thrown";
  try {
    load_csv(file);
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  std::filesystem::remove(file);
  return message;
}

std::string row_of(const std::string& pixel, const std::string& label) {
  std::string row;
  for (std::size_t i = 0; i < pixels; ++i) row += pixel + ",";
  return row + label + "\n";
}

TEST(load_csv, reads_all_images_and_scales_them) {
  const dataset all = load_csv(digits_csv);

  EXPECT_EQ(all.size(), 1797U);
  EXPECT_THAT(all.images.shape(), ElementsAre(1797, 64));
  EXPECT_EQ(*std::ranges::min_element(all.images), 0.0F);
  EXPECT_EQ(*std::ranges::max_element(all.images), 1.0F);
  EXPECT_EQ(all.images(0, 2), 5.0F / 16.0F);
  for (std::size_t digit = 0; digit < classes; ++digit) {
    EXPECT_GT(std::ranges::count(all.labels, digit), 170) << digit;
  }
}

TEST(load_csv, names_the_file_and_the_line_of_an_error) {
  const std::string header = "p00,p01\n";
  const std::string good = row_of("16", "9");

  EXPECT_THAT(error_of(""), HasSubstr("optaxx_digits_data_test.csv:0: the file has no images"));
  EXPECT_THAT(error_of(header), HasSubstr(".csv:1: the file has no images"));
  EXPECT_THAT(error_of(good), HasSubstr(".csv:1: expected a header that starts with 'p00,'"));
  EXPECT_THAT(error_of(header + good + "1,2\n"), HasSubstr(".csv:3: expected 65 columns, got 2"));
  EXPECT_THAT(error_of(header + row_of("17", "9")),
              HasSubstr(".csv:2: expected a whole number from 0 to 16, got '17'"));
  EXPECT_THAT(error_of(header + row_of("1", "10")),
              HasSubstr("expected a whole number from 0 to 9, got '10'"));
  EXPECT_THAT(error_of(header + row_of("-1", "1")), HasSubstr("got '-1'"));
  EXPECT_THAT(error_of(header + row_of("1 ", "1")), HasSubstr("got '1 '"));
  EXPECT_THAT(error_of(header + row_of("1", "")), HasSubstr("got ''"));
  EXPECT_EQ(error_of(header + good), "nothing was thrown");
  EXPECT_EQ(error_of("p00,\r\n" + row_of("1", "1\r")), "nothing was thrown");
}

TEST(load_csv, names_a_file_that_is_not_there) {
  EXPECT_THROW(load_csv("no/such.csv"), std::runtime_error);
}

TEST(choose_split, uses_every_row_once) {
  const split_indices chosen = choose_split(1797, 360, 0);
  EXPECT_EQ(chosen.train.size(), 1437U);
  EXPECT_EQ(chosen.test.size(), 360U);

  std::vector<std::size_t> all = chosen.train;
  all.insert(all.end(), chosen.test.begin(), chosen.test.end());
  std::ranges::sort(all);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], i);
}

// The numbers come from a Mersenne Twister written in Python.
TEST(choose_split, is_the_same_everywhere) {
  const auto first_five = [](std::vector<std::size_t> indices) {
    indices.resize(5);
    return indices;
  };
  EXPECT_THAT(first_five(choose_split(1797, 360, 0).test), ElementsAre(680, 20, 698, 657, 205));
  EXPECT_THAT(first_five(choose_split(1797, 360, 0).train), ElementsAre(520, 312, 216, 1263, 943));
  EXPECT_THAT(first_five(choose_split(1797, 360, 1).test), ElementsAre(377, 1385, 440, 519, 1009));
}

TEST(choose_split, refuses_to_leave_nothing) {
  EXPECT_THROW(choose_split(10, 0, 0), std::invalid_argument);
  EXPECT_THROW(choose_split(10, 10, 0), std::invalid_argument);
  EXPECT_THROW(choose_split(0, 1, 0), std::invalid_argument);
}

TEST(take, picks_rows_in_the_given_order) {
  const dataset all{{{1, 2}, {3, 4}, {5, 6}}, {7, 8, 9}};
  const std::vector<std::size_t> indices{2, 0};
  const dataset chosen = take(all, indices);
  EXPECT_THAT(chosen.images, ElementsAre(5, 6, 1, 2));
  EXPECT_THAT(chosen.labels, ElementsAre(9, 7));
}

}  // namespace
}  // namespace digits
