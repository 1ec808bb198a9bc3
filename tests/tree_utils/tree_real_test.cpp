#include "optaxx/tree_utils/tree_real.hpp"

#include <gmock/gmock.h>

namespace {

using namespace optaxx;

TEST(tree_real, is_the_tree_itself) {
  const tree t{{"a", array{1.0F, -2.0F}}};
  EXPECT_EQ(tree_real(t), t);
  EXPECT_EQ(tree_conj(t), t);
}

}  // namespace
