#include "optaxx/transforms/unitwise_clip.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(unitwise_clip, scales_what_is_not_below_its_bound) {
  EXPECT_THAT(
      unitwise_clip(array{4.0F, 2.0F, 2.0F}, array{1.0F, 2.0F, 2.5F}, array{8.0F, 3.0F, 3.0F})
          .values<float>(),
      ElementsAre(2.0F, 3.0F, 3.0F));
}

TEST(unitwise_clip, does_not_divide_by_less_than_div_eps) {
  EXPECT_THAT(unitwise_clip(array{0.0}, array{0.0}, array{1.0}, 0.5).values<double>(),
              ElementsAre(0.0));
}

TEST(unitwise_clip, wants_three_arrays_of_one_kind) {
  EXPECT_THAT(
      [] {
        unitwise_clip(array{1.0F}, array{1.0F, 1.0F}, array{1.0F});
      },
      ThrowsMessage<std::invalid_argument>(
          "unitwise_clip: max_norm is float32 (2,), grad is float32 (1,)"));
  EXPECT_THAT([] { unitwise_clip(array{1.0}, array{1.0F}, array{1.0F}); },
              ThrowsMessage<std::invalid_argument>(
                  "unitwise_clip: g_norm is float64 (1,), grad is float32 (1,)"));
}

}  // namespace
