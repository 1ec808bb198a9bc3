#include "optaxx/transforms/scale_by_factored_rms.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

array of(shape s) {
  array a(dtype::f32, s);
  for (std::size_t i = 0; i < a.size(); ++i)
    a.mutable_data<float>()[i] = 1.0F + 0.5F * static_cast<float>(i);
  return a;
}

TEST(scale_by_factored_rms, takes_options_by_position_or_keyword) {
  const std::string text =
      "optax.scale_by_factored_rms(factored=False, decay_rate=0.9, step_offset=3, "
      "min_dim_size_to_factor=32, epsilon=1e-20)";
  EXPECT_EQ(describe(scale_by_factored_rms(false, 0.9, 3, 32, 1e-20)), text);
  EXPECT_EQ(describe(scale_by_factored_rms({.factored = false,
                                            .decay_rate = 0.9,
                                            .step_offset = 3,
                                            .min_dim_size_to_factor = 32,
                                            .epsilon = 1e-20})),
            text);
  EXPECT_EQ(
      describe(scale_by_factored_rms({.decay_rate_fn = [](step_t, double rate) { return rate; }})),
      "optax.scale_by_factored_rms(decay_rate_fn=decay_rate_fn)");
}

// The two longest axes; of those of one length the last is the longest.
TEST(scale_by_factored_rms, keeps_means_along_the_two_longest_axes) {
  const auto shapes = [](shape s) {
    const opt_state state =
        scale_by_factored_rms({.min_dim_size_to_factor = 3}).init(array(dtype::f32, s));
    std::string text;
    for (const char* field : {"v_row", "v_col", "v"}) text += state[field].leaf().shape().text();
    return text;
  };
  EXPECT_EQ(shapes({4, 3}), "(3,)(4,)(1,)");
  EXPECT_EQ(shapes({3, 3}), "(3,)(3,)(1,)");
  EXPECT_EQ(shapes({3, 2, 5}), "(3, 2)(2, 5)(1,)");
  EXPECT_EQ(shapes({5, 2, 5}), "(5, 2)(2, 5)(1,)");
  EXPECT_EQ(shapes({4, 2}), "(1,)(1,)(4, 2)");
  EXPECT_EQ(shapes({7}), "(1,)(1,)(7,)");
  EXPECT_EQ(shapes({}), "(1,)(1,)()");
}

TEST(scale_by_factored_rms, has_128_as_the_least_length) {
  const auto is_factored = [](shape s) {
    return scale_by_factored_rms().init(array(dtype::f32, s))["v"].leaf().shape() == shape{1};
  };
  EXPECT_TRUE(is_factored({128, 128}));
  EXPECT_FALSE(is_factored({127, 500}));
}

// In the first step the decay is 0, and all is the mean of that step.
TEST(scale_by_factored_rms, divides_by_the_root_of_the_product_of_the_means) {
  const transformation tx = scale_by_factored_rms({.min_dim_size_to_factor = 2, .epsilon = 0.0});
  const array g = of({2, 3});
  opt_state state = tx.init(g);
  const tree u = tx.update(g, state, g);
  std::vector<double> rows(2), columns(3);
  double all = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const double square = std::pow(static_cast<double>(g.data<float>()[i]), 2);
    rows[i / 3] += square / 3;
    columns[i % 3] += square / 2;
    all += square / 6;
  }
  for (std::size_t i = 0; i < 6; ++i) {
    const double v = rows[i / 3] * columns[i % 3] / all;
    EXPECT_NEAR(static_cast<double>(u.leaf().data<float>()[i]),
                static_cast<double>(g.data<float>()[i]) / std::sqrt(v), 1e-6);
  }
  // d0 is the last axis: v_row has a mean for each row.
  EXPECT_THAT(state["v_row"].leaf().values<float>(),
              ElementsAre(static_cast<float>(rows[0]), static_cast<float>(rows[1])));
}

TEST(scale_by_factored_rms, keeps_other_leaves_whole) {
  const transformation tx = scale_by_factored_rms(
      {.epsilon = 0.0, .decay_rate_fn = [](step_t n, double) { return n == 0 ? 0.0 : 0.75; }});
  opt_state state = tx.init(array{0.0F});
  EXPECT_THAT(tx.update(array{2.0F}, state, array{0.0F}).leaf().values<float>(), ElementsAre(1.0F));
  EXPECT_THAT(tx.update(array{-4.0F}, state, array{0.0F}).leaf().values<float>(),
              ElementsAre(testing::FloatEq(-4.0F / std::sqrt(7.0F))));
  EXPECT_THAT(state["v"].leaf().values<float>(), ElementsAre(7.0F));
  EXPECT_EQ(state["count"].leaf().item(), 2);
}

TEST(scale_by_factored_rms, is_nan_before_its_offset_as_in_optax) {
  const transformation tx = scale_by_factored_rms({.step_offset = 3});
  opt_state state = tx.init(array{0.0F});
  EXPECT_TRUE(std::isnan(tx.update(array{2.0F}, state, array{0.0F}).leaf().item()));
}

TEST(scale_by_factored_rms, needs_params) {
  opt_state state = scale_by_factored_rms().init(array{1.0F});
  EXPECT_THAT([&] { scale_by_factored_rms().update(array{1.0F}, state); },
              ThrowsMessage<std::invalid_argument>(
                  "scale_by_factored_rms: needs params, but update was called without them"));
}

// Where the step would not be an int64 it is the last one. Then d is 1 in float32 and v stays 0;
// of a negative step the power is NaN.
TEST(scale_by_factored_rms, the_step_to_count_from_may_be_as_far_as_integers_go) {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  const tree params{{"w", array{1.0F, -2.0F}}};
  const auto updates = [&](std::int64_t offset) {
    const transformation tx = scale_by_factored_rms({.step_offset = offset});
    opt_state state = tx.init(params);
    const tree u = tx.update(params, state, params);
    return std::pair{u["w"].leaf().values<float>()[0], u["w"].leaf().values<float>()[1]};
  };
  constexpr float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(updates(lowest), std::pair(inf, -inf));
  EXPECT_EQ(updates(lowest + 1), std::pair(inf, -inf));
  EXPECT_TRUE(std::isnan(updates(largest).first));
  step_t came = 0;
  const transformation tx =
      scale_by_factored_rms({.step_offset = lowest, .decay_rate_fn = [&](step_t t, double) {
                               came = t;
                               return 0.5;
                             }});
  opt_state state = tx.init(params);
  tx.update(params, state, params);
  EXPECT_EQ(came, largest);
}

}  // namespace
