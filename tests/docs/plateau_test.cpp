// The code of docs/plateau.md.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optaxx/optaxx.hpp>
#include <vector>

namespace {

namespace optax = optaxx;

// |x|: at a rate r Adam goes to and fro between 0 and r.
double loss_of(const optax::tree& params) { return std::abs(params["w"].leaf().data<float>()[0]); }
optax::tree gradients(const optax::tree& params) {
  return {{"w", optax::array{std::copysign(1.0F, params["w"].leaf().data<float>()[0])}}};
}

TEST(plateau, is_told_the_loss) {
  optax::tree params{{"w", optax::array{0.33F}}};
  const auto tx = optax::chain(optax::adam(0.1),
                               optax::contrib::reduce_on_plateau({.factor = 0.5, .patience = 3}));
  optax::opt_state state = tx.init(params);
  for (int epoch = 0; epoch < 50; ++epoch)
    tx.step(gradients(params), state, params, {.value = loss_of(params)});
  EXPECT_LT(optax::tree_get(state, "scale").leaf().item(), 0.5);
  EXPECT_LT(loss_of(params), 0.05);
}

TEST(plateau, is_left_by_a_step_that_is_skipped) {
  optax::tree params{{"w", optax::array{0.33F}}};
  const auto tx =
      optax::skip_on_spike(optax::adamw(1e-3), {.interval = 128, .scaling_factor = 6.0});
  optax::opt_state state = tx.init(params);
  for (int epoch = 0; epoch < 80; ++epoch) {
    const double loss = epoch == 70 ? 100.0 : 1.0 + 0.01 * (epoch % 7);
    const optax::tree grads = gradients(params);
    const float before = params["w"].leaf().data<float>()[0];
    tx.step(grads, state, params,
            {.others = {{"loss", loss}, {"grad_norm", optax::global_norm(grads)}}});
    const bool skipped = state["is_skipped"].leaf().item() != 0;
    EXPECT_EQ(skipped, epoch == 70) << epoch;
    EXPECT_EQ(params["w"].leaf().data<float>()[0] == before, skipped) << epoch;
  }
}

TEST(plateau, has_a_smaller_rate_when_nothing_improves) {
  optax::tree params{{"w", optax::array{0.33F}}};
  const auto tx = optax::chain(optax::clip_by_global_norm(1.0),
                               optax::inject_hyperparams(optax::adam)({.learning_rate = 0.1}));
  optax::opt_state state = tx.init(params);

  double best = std::numeric_limits<double>::infinity();
  int since_best = 0;
  for (int epoch = 0; epoch < 50; ++epoch) {
    tx.step(gradients(params), state, params);
    const double loss = loss_of(params);
    since_best = loss < best ? 0 : since_best + 1;
    best = std::min(best, loss);
    if (since_best < 3) continue;
    const double rate = optax::tree_get(state, "learning_rate").leaf().item();
    optax::tree_set(state, "learning_rate", rate * 0.5);
    since_best = 0;
  }
  EXPECT_LT(optax::tree_get(state, "learning_rate").leaf().item(), 0.05);
  EXPECT_LT(best, 0.01);
}

TEST(plateau, stops_and_keeps_the_best) {
  std::vector<float> weights{0.33F};
  optax::tree params{{"w", optax::borrow(weights.data(), {1})}};
  const auto tx = optax::sgd(0.2);
  optax::opt_state state = tx.init(params);
  constexpr int patience = 3;

  double best = std::numeric_limits<double>::infinity();
  int since_best = 0;
  int epoch = 0;
  optax::tree best_params = params;
  optax::opt_state best_state = state;
  for (; epoch < 50; ++epoch) {
    tx.step(gradients(params), state, params);
    const double loss = loss_of(params);
    if (loss < best) {
      best = loss;
      best_params = params;
      best_state = state;
      since_best = 0;
    } else if (++since_best == patience) {
      break;
    }
  }
  EXPECT_EQ(epoch, 4);  // 0.13, -0.07, 0.13, -0.07, ...
  EXPECT_FLOAT_EQ(best_params["w"].leaf().data<float>()[0], -0.07F);
  EXPECT_NE(weights[0], best_params["w"].leaf().data<float>()[0]);
  EXPECT_EQ(best_state, tx.init(params));

  std::copy_n(best_params["w"].leaf().data<float>(), weights.size(), weights.begin());
  EXPECT_FLOAT_EQ(weights[0], -0.07F);
}

}  // namespace
