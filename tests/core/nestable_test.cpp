#include "optaxx/core/nestable.hpp"

#include <gmock/gmock.h>

#include "optaxx/combinators/chain.hpp"
#include "optaxx/schedules/constant_schedule.hpp"
#include "optaxx/schedules/join_schedules.hpp"
#include "optaxx/transforms/scale.hpp"

namespace {

using namespace optaxx;
using testing::HasSubstr;
using testing::ThrowsMessage;

const char* const too_deep = "are more than 500 deep inside one another";

transformation nested(int times) {
  transformation tx = scale(2);
  for (int i = 0; i < times; ++i) tx = chain(tx);
  return tx;
}

schedule joined(int times) {
  schedule s = constant_schedule(0.5);
  for (int i = 0; i < times; ++i) s = join_schedules({s}, {});
  return s;
}

TEST(transformations, can_be_hundreds_deep_inside_one_another) {
  const transformation tx = nested(400);
  opt_state state = tx.init(array{1.0F});
  EXPECT_EQ(tx.update(array{3.0F}, state), tree(array{6.0F}));
  EXPECT_THAT(describe(tx), HasSubstr("optax.chain(optax.chain(optax.scale(step_size=2"));
}

TEST(transformations, are_destroyed_however_deep_they_are_inside_one_another) {
  const transformation tx = nested(200'000);
  EXPECT_THAT([&] { (void)describe(tx); }, ThrowsMessage<std::length_error>(HasSubstr(too_deep)));
  EXPECT_THAT([&] { (void)tx.init(array{1.0F}); },
              ThrowsMessage<std::length_error>(HasSubstr(too_deep)));
  EXPECT_EQ(describe(nested(0)), "optax.scale(step_size=2)");
}

TEST(schedules, are_destroyed_however_deep_they_are_inside_one_another) {
  EXPECT_EQ(joined(400)(3), 0.5);
  const schedule s = joined(200'000);
  EXPECT_THAT([&] { (void)s(3); }, ThrowsMessage<std::length_error>(HasSubstr(too_deep)));
  EXPECT_THAT([&] { (void)s.describe(); }, ThrowsMessage<std::length_error>(HasSubstr(too_deep)));
  EXPECT_EQ(joined(1)(3), 0.5);
}

}  // namespace
