// Sophia and its estimator: errors, and numbers of JAX and of an exact calculation.
#include "optaxx/contrib/sophia.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <optaxx/optaxx.hpp>
#include <vector>

namespace {

using namespace optaxx;
using testing::ElementsAre;
using testing::ThrowsMessage;

// jax.random.rademacher(jax.random.key(7), (8,), jnp.float32), and with jax_enable_x64.
TEST(rademacher, has_the_signs_of_jax) {
  EXPECT_THAT(random::rademacher(7, {8}).values<float>(), ElementsAre(-1, -1, 1, 1, -1, -1, 1, 1));
  EXPECT_THAT(random::rademacher(7, {8}, dtype::f64, true).values<double>(),
              ElementsAre(-1, 1, 1, 1, 1, -1, -1, -1));
}

// The Hessian of x0^2 + 3 x0 x1 + x1^2 / 2.
tree product(const tree&, const tree& v) {
  const auto x = v.leaf().values<float>();
  return array{2 * x[0] + 3 * x[1], 3 * x[0] + x[1]};
}

TEST(hutchinson_estimator_diag_hessian, is_off_by_what_stands_beside_the_diagonal) {
  const transformation tx = contrib::hutchinson_estimator_diag_hessian(7);
  const tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  const extra_args extra{.hvp_fn = product};
  double sum = 0;
  constexpr int steps = 400;
  for (int i = 0; i < steps; ++i) {
    const tree u = tx.update(params, state, params, extra);
    const auto h = u.leaf().values<float>();
    EXPECT_EQ(h[0] - 2, h[1] - 1);
    EXPECT_EQ(std::abs(h[0] - 2), 3);
    sum += h[0] - 2;
  }
  EXPECT_LT(std::abs(sum / steps), 0.75);  // five standard deviations of the mean
}

TEST(hutchinson_estimator_diag_hessian, says_what_it_needs) {
  const transformation tx = contrib::hutchinson_estimator_diag_hessian();
  const tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  EXPECT_THAT([&] { tx.update(params, state, params); },
              ThrowsMessage<std::invalid_argument>(
                  "hutchinson_estimator_diag_hessian: needs the Hessian: update(grads, state, "
                  "params, {.hvp_fn = hvp})"));
  EXPECT_THAT([&] { tx.update(params, state, {}, {.hvp_fn = product}); },
              ThrowsMessage<std::invalid_argument>(
                  testing::StartsWith("hutchinson_estimator_diag_hessian: needs params")));
  const auto other = [](const tree&, const tree&) -> tree { return array{1.0F}; };
  EXPECT_THROW(tx.update(params, state, params, {.hvp_fn = other}), tree_mismatch);
  EXPECT_THAT(state["key"].leaf().values<std::uint32_t>(), ElementsAre(0U, 0U));
}

TEST(sophia, asks_for_the_hessian_in_the_first_step_of_each_interval) {
  int asked = 0;
  const auto hvp = [&](const tree&, const tree& v) {
    ++asked;
    return v;
  };
  const transformation tx = contrib::sophia(0.1, {.update_interval = 3});
  tree params = array{1.0F, -2.0F};
  opt_state state = tx.init(params);
  std::vector<int> counts;
  for (int i = 0; i < 7; ++i) {
    tx.step(params, state, params, {.hvp_fn = hvp});
    counts.push_back(asked);
  }
  EXPECT_THAT(counts, ElementsAre(1, 1, 1, 2, 2, 2, 3));
}

TEST(sophia, says_how_many_updates_were_not_clipped) {
  // Without a diagonal yet, m / eps is above the threshold unless it is zero.
  const transformation tx = contrib::sophia(
      0.1, {.hessian_diagonal_fn = identity(), .verbose = true, .print_win_rate_every_n_steps = 2});
  tree params = array{1.0F, -2.0F, 3.0F, 4.0F};
  opt_state state = tx.init(params);
  testing::internal::CaptureStdout();
  for (int i = 0; i < 2; ++i) tx.step(array{1.0F, 0.0F, 0.0F, 0.0F}, state, params);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "Sophia optimizer win rate: 0.75\n");
}

TEST(sophia, refuses_an_interval_of_no_steps) {
  EXPECT_THAT(
      [] { contrib::sophia(0.1, {.update_interval = 0}); },
      ThrowsMessage<std::invalid_argument>("sophia: update_interval must be positive, got 0"));
}

}  // namespace
