#include "optaxx/core/axes.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(axes, are_one_or_several) {
  EXPECT_THAT(axes(1).of({2, 3, 4}, "f"), ElementsAre(false, true, false));
  EXPECT_THAT((axes{0, 2}).of({2, 3, 4}, "f"), ElementsAre(true, false, true));
  EXPECT_THAT(axes{}.of({2, 3}, "f"), ElementsAre(false, false));
}

TEST(axes, count_from_the_last_if_negative) {
  EXPECT_THAT(axes(-1).of({2, 3, 4}, "f"), ElementsAre(false, false, true));
  EXPECT_THAT((axes{-3, 1}).of({2, 3, 4}, "f"), ElementsAre(true, true, false));
}

TEST(axes, are_spelled_as_in_python) {
  EXPECT_EQ(axes(-1).text(), "-1");
  EXPECT_EQ((axes{0, 1}).text(), "(0, 1)");
  EXPECT_EQ(axes{2}.text(), "(2,)");
  EXPECT_EQ(axes{}.text(), "()");
}

TEST(axes, exist_and_are_named_once) {
  EXPECT_THAT(
      [] {
        axes(3).of({2, 3, 4}, "f");
      },
      ThrowsMessage<std::invalid_argument>("f: axis 3 does not fit an array of shape (2, 3, 4)"));
  EXPECT_THAT([] { axes(0).of({}, "f"); },
              ThrowsMessage<std::invalid_argument>("f: axis 0 does not fit an array of shape ()"));
  EXPECT_THAT(
      [] {
        (axes{0, -2}).of({2, 3}, "f");
      },
      ThrowsMessage<std::invalid_argument>(
          "f: axis (0, -2) does not fit an array of shape (2, 3)"));
}

}  // namespace
