#include "optaxx/tree_utils/incremental_update.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

TEST(incremental_update, goes_a_part_of_the_way) {
  EXPECT_EQ(incremental_update(array{4.0F}, array{8.0F}, 0.25), tree(array{7.0F}));
  EXPECT_EQ(incremental_update(array{0.1F}, array{8.0F}, 1), tree(array{0.1F}));
  EXPECT_THROW(incremental_update(array{4.0F}, array{8.0}, 0.25), tree_mismatch);
}

TEST(periodic_update, takes_the_new_ones_now_and_then) {
  const tree fresh = array{4.0F};
  const tree old = array{8.0F};
  EXPECT_EQ(periodic_update(fresh, old, 0, 3), fresh);
  EXPECT_EQ(periodic_update(fresh, old, 1, 3), old);
  EXPECT_EQ(periodic_update(fresh, old, 6, 3), fresh);
  EXPECT_THAT([&] { periodic_update(fresh, old, 1, 0); },
              ThrowsMessage<std::invalid_argument>(
                  "periodic_update: update_period must be positive, got 0"));
  EXPECT_THROW(periodic_update(fresh, array{1.0}, 0, 3), tree_mismatch);
}

}  // namespace
