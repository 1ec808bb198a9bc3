// The code of docs/logging.md.
#include <gmock/gmock.h>

#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace {

namespace optax = optaxx;

TEST(logging, rates) {
  optax::tree params{{"w", optax::array{1.0F, 1.0F}}};
  const optax::tree grads{{"w", optax::array{3.0F, 4.0F}}};
  const int step = 5;

  const auto schedule = optax::warmup_cosine_decay_schedule(0.0, 0.1, 10, 100);
  const double rate = schedule(step);
  const double in_float64 = schedule(step, optax::dtype::f64);
  EXPECT_EQ(rate, 0.05F);
  EXPECT_EQ(in_float64, 0.05F);  // this schedule is computed in float32

  const auto tx = optax::inject_hyperparams(optax::adamw)({.learning_rate = schedule});
  optax::opt_state state = tx.init(params);
  tx.step(grads, state, params);
  const double used = state["hyperparams"]["learning_rate"].leaf().item();
  EXPECT_EQ(used, schedule(0));

  tx.step(grads, state, params);
  EXPECT_EQ(optax::tree_get(state, "hyperparams")["learning_rate"].leaf().item(), schedule(1));
}

TEST(logging, norms) {
  optax::tree params{{"w", optax::array{1.0F, 1.0F}}};
  const optax::tree grads{{"w", optax::array{3.0F, -4.0F}}};
  const auto tx = optax::sgd(0.1);
  optax::opt_state state = tx.init(params);

  const double gradient_norm = optax::global_norm(grads);
  const double largest = optax::tree_norm(grads, optax::norm_order::inf);
  EXPECT_EQ(gradient_norm, 5);
  EXPECT_EQ(largest, 4);

  const optax::tree updates = tx.update(grads, state, params);
  optax::apply_updates(params, updates);
  const double update_norm = optax::global_norm(updates);
  EXPECT_EQ(update_norm, 0.5F);

  testing::internal::CaptureStdout();
  for (std::size_t i = 0; i < grads.leaves().size(); ++i)
    std::printf("%s %g\n", grads.path(i).c_str(), optax::safe_norm(grads.leaves()[i], 0.0));
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "w 5\n");

  const optax::tree narrow =
      optax::tree_cast({{"w", optax::array{1.0F, 0.05F}}}, optax::dtype::bf16);
  const double in_bfloat16 = optax::global_norm(narrow);
  const double in_float32 = optax::global_norm(narrow, optax::dtype::f32);
  EXPECT_EQ(in_bfloat16, 1.0);
  EXPECT_NEAR(in_float32, 1.00125, 1e-5);
}

TEST(logging, inside_of_a_chain) {
  optax::tree params{{"w", optax::array{1.0F, 1.0F}}};
  const optax::tree grads{{"w", optax::array{3.0F, -4.0F}}};

  const auto norm = [](const optax::tree& updates) { return optax::global_norm(updates); };
  const auto tx = optax::chain(optax::clip_by_global_norm(1.0), optax::scale_by_adam(),
                               optax::snapshot("adam_norm", norm), optax::scale(-1e-3));
  {
    optax::opt_state state = tx.init(params);
    tx.step(grads, state, params);
    const double adam_norm = optax::tree_get(state, "adam_norm").leaf().item();
    EXPECT_NEAR(adam_norm, 1.41421, 1e-5);  // of two that are 1
  }

  const auto is_clipped = [](const optax::tree& updates) {
    return optax::global_norm(updates) > 1.0;
  };
  const auto monitored = optax::chain(
      optax::monitor({{"norm", norm}, {"clipped", optax::measure_with_ema(is_clipped, 0.99)}}),
      optax::clip_by_global_norm(1.0), optax::adam(1e-3));
  {
    optax::opt_state state = monitored.init(params);
    monitored.step(grads, state, params);
    EXPECT_EQ(optax::tree_get(state, "norm").leaf().item(), 5);
    EXPECT_NEAR(optax::tree_get(state, "clipped").leaf().item(), 1, 1e-6);
  }

  const auto inner = optax::chain(optax::snapshot("norm", norm), optax::clip_by_global_norm(1.0),
                                  optax::adam(1e-3));
  const auto accumulated = optax::multi_steps(inner, 4);
  optax::opt_state state = accumulated.init(params);
  testing::internal::CaptureStdout();
  for (int step = 0; step < 8; ++step) {
    accumulated.step(grads, state, params);
    if (optax::has_updated(state))
      std::printf("%g\n", optax::tree_get(state, "norm").leaf().item());
  }
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "5\n5\n");
}

}  // namespace
