#include "replay/trace.hpp"

#include <gmock/gmock.h>

#include "optaxx/core/errors.hpp"
#include "replay/replay.hpp"

namespace {

using optaxx::format_error;
using replay::read_trace;

std::filesystem::path golden(const std::string& name) {
  return OPTAXX_TEST_DATA_DIR "/golden/" + name + ".safetensors.gz";
}

TEST(read_trace, gives_a_run_step_by_step) {
  const replay::trace t = read_trace(golden("adamw_mask_tree"));
  EXPECT_EQ(t.name, "adamw_mask_tree");
  EXPECT_EQ(t.recipe, "optax.adamw(1e-2, weight_decay=0.1, mask=mask)");
  EXPECT_EQ(t.expectation, "libm");
  EXPECT_FALSE(t.x64);
  EXPECT_FALSE(t.params["deep"][1].leaf().size());
  EXPECT_EQ(t.state[0]["count"].leaf().item(), 0);
  EXPECT_EQ(t.steps.front().state[0]["count"].leaf().item(), 1);
  EXPECT_EQ(t.steps.back().state[0]["count"].leaf().item(), static_cast<double>(t.steps.size()));
  EXPECT_EQ(t.steps[0].grads.structure(), t.params.structure());
  EXPECT_TRUE(t.steps[0].extra.empty());
}

TEST(read_trace, takes_empty_keys_for_keys) {
  const replay::trace t = read_trace(OPTAXX_TEST_DATA_DIR "/replay/empty_keys.safetensors.gz");
  EXPECT_EQ(t.params[""].leaf().shape(), optaxx::shape{3});
  EXPECT_EQ(t.params["a"][""].leaf().shape(), optaxx::shape{2});
  EXPECT_EQ(t.params["a"]["/"].leaf().shape(), optaxx::shape{});
  EXPECT_THAT(t.steps[2].overrides, testing::ElementsAre(testing::Key("0/mu/")));
  EXPECT_TRUE(replay::measure(t, replay::transformation_of(t), {.check_step = true}).ok());
}

TEST(read_trace, refuses_other_files) {
  EXPECT_THAT([] { read_trace(golden("schedules")); },
              testing::ThrowsMessage<format_error>(
                  testing::HasSubstr("is of the format optaxx.schedules.v1")));
}

}  // namespace
