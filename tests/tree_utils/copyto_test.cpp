#include "optaxx/tree_utils/copyto.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "optaxx/core/errors.hpp"

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

TEST(copyto, writes_into_the_memory_there_is) {
  std::vector<float> memory{1, 2};
  tree to{{"w", borrow(memory)}, {"b", array(0.0)}, {"none", none}, {"empty", array()}};
  const void* const own = to["b"].leaf().data();
  copyto(to, {{"w", array{3.0F, 4.0F}}, {"b", array(5.0)}, {"none", none}, {"empty", array()}});
  EXPECT_THAT(memory, ElementsAre(3, 4));
  EXPECT_EQ(to["w"].leaf().data(), memory.data());
  EXPECT_EQ(to["b"].leaf().data(), own);
  EXPECT_EQ(to["b"].leaf().item(), 5.0);
  copyto(to, to);
  EXPECT_THAT(memory, ElementsAre(3, 4));
}

TEST(copyto, refuses_what_does_not_fit_and_changes_nothing) {
  const std::vector<float> constant{1};
  std::vector<float> memory{1, 2};
  tree to{{"a", borrow(memory)}, {"b", array(1.0F)}};
  const auto refused = [&](const tree& from, const char* message) {
    EXPECT_THAT([&] { copyto(to, from); }, ThrowsMessage<tree_mismatch>(message));
  };
  refused({{"a", array{3.0F, 4.0F}}},
          "copyto: the second tree is {'a': *}, the first is {'a': *, 'b': *}");
  refused({{"a", array{3.0F, 4.0F}}, {"b", array{1.0F}}},
          "copyto: the second tree['b'] is float32 (1,), the first is float32 ()");
  refused({{"a", array{3.0F, 4.0F}}, {"b", array(1.0)}},
          "copyto: the second tree['b'] is float64 (), the first is float32 ()");
  EXPECT_THAT(memory, ElementsAre(1, 2));
  tree read_only{{"a", borrow(memory)}, {"b", borrow(constant)}};
  EXPECT_THROW(copyto(read_only, {{"a", array{3.0F, 4.0F}}, {"b", array{1.0F}}}),
               std::invalid_argument);
  EXPECT_THAT(memory, ElementsAre(1, 2));
}

}  // namespace
