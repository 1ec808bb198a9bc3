#include "optaxx/extra/skip_on_spike.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "optaxx/transforms/trace.hpp"

namespace {

using namespace optaxx;
using testing::ThrowsMessage;

transformation of_four() {
  return skip_on_spike(trace(0.5), {.interval = 4, .scaling_factor = 2.0});
}

struct training {
  transformation tx = of_four();
  tree params = array{1.0F};
  opt_state state = tx.init(params);

  float update(double loss, std::optional<double> norm = {}) {
    extra_args extra{.others = {{"loss", loss}}};
    if (norm) extra.others.emplace("grad_norm", *norm);
    return tx.update(params, state, params, extra).leaf().data<float>()[0];
  }
};

// What MaxText's skip_step_on_spikes gives.
TEST(skip_on_spike, skips_what_maxtext_skips) {
  struct step {
    double loss, norm;
    float update;
  };
  const step steps[] = {{3.0, 1.0, 1.0F},       {2.5, 1.25, 0.0F},      {2.75, 0.75, 1.5F},
                        {2.25, 1.0, 1.75F},     {9.0, 1.0, 0.0F},       {2.5, 1.0, 1.875F},
                        {2.0, 8.0, 0.0F},       {9.5, 1.0, 1.9375F},    {9.0, 0.5, 1.96875F},
                        {9.25, 1.0, 1.984375F}, {9.0, 1.0, 1.9921875F}, {1.0, 1.0, 1.99609375F}};
  training t;
  for (const step& s : steps) {
    EXPECT_EQ(t.update(s.loss, s.norm), s.update) << s.loss << ", " << s.norm;
    EXPECT_EQ(t.state["is_skipped"].leaf().item(), s.update == 0 ? 1 : 0);
  }
  EXPECT_EQ(t.state["losses"], tree(array{9.0F, 9.25F, 9.0F, 1.0F}));
  EXPECT_EQ(t.state["grad_norms"], tree(array{0.5F, 1.0F, 1.0F, 1.0F}));
  EXPECT_EQ(t.state["count"].leaf().item(), 12);
}

TEST(skip_on_spike, takes_nan_for_a_spike) {
  training t;
  for (const double loss : {3.0, 2.0}) t.update(loss);
  EXPECT_EQ(t.update(std::numeric_limits<double>::quiet_NaN()), 0.0F);
  EXPECT_TRUE(std::isnan(t.state["losses"].leaf().data<float>()[2]));
}

TEST(skip_on_spike, takes_the_value_for_the_loss) {
  training t;
  t.tx.update(t.params, t.state, t.params, {.value = 3.0});
  EXPECT_EQ(t.state["losses"], tree(array{3.0F, 0.0F, 0.0F, 0.0F}));
  EXPECT_EQ(t.state["grad_norms"], tree(array{0.0F, 0.0F, 0.0F, 0.0F}));
}

TEST(skip_on_spike, remembers_nothing_without_a_loss) {
  training t;
  EXPECT_EQ(t.tx.update(t.params, t.state), tree(array{1.0F}));
  EXPECT_EQ(t.tx.update(t.params, t.state), tree(array{1.5F}));
  EXPECT_EQ(t.state["count"].leaf().item(), 0);
}

TEST(skip_on_spike, has_the_state_of_maxtext) {
  EXPECT_EQ(training().state.structure()->text(),
            "{'count': *, 'grad_norms': *, 'inner_state': TraceState(trace=*), 'is_skipped': *, "
            "'losses': *}");
}

TEST(skip_on_spike, says_what_is_wrong) {
  EXPECT_THAT(
      [] { skip_on_spike(trace(0.5), {.interval = 0}); },
      ThrowsMessage<std::invalid_argument>("skip_on_spike: interval must be positive, got 0"));
  training t;
  const extra_args extra{.others = {{"loss", tree(array{1.0F, 2.0F})}}};
  EXPECT_THAT([&] { t.tx.update(t.params, t.state, t.params, extra); },
              ThrowsMessage<std::invalid_argument>("skip_on_spike: loss must be a number"));
  EXPECT_EQ(t.state["count"].leaf().item(), 0);
}

}  // namespace
