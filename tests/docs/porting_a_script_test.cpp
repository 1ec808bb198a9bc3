// The script of docs/porting_from_optax.md, in its three ways: the same transformation, and the
// same bits.

#include <gtest/gtest.h>

#include <optaxx/optaxx.hpp>

#include "support/temporary_directory.hpp"

namespace {

namespace optax = optaxx;

optax::tree grads_of(const optax::tree& params) {
  return optax::tree_map([](const optax::array& x) { return x; }, params);
}

TEST(porting_a_script, three_ways_have_the_same_bits) {
  const support::temporary_directory directory;
  const auto file = directory / "run.safetensors";
  optax::array w(optax::dtype::f32, {2, 2});
  for (int i = 0; i < 4; ++i) w.mutable_data<float>()[i] = 0.5F - static_cast<float>(i);
  const optax::tree initial{{"b", optax::array{0.5F, -0.25F}}, {"w", w}};

  optax::tree params = initial;
  const auto matrices = [](const optax::tree& p) {
    return optax::tree_map([](const optax::array& x) { return x.shape().rank() > 1; }, p);
  };
  const auto schedule = optax::warmup_cosine_decay_schedule(0.0, 1e-3, 100, 10'000);
  const auto tx = optax::chain(optax::clip_by_global_norm(1.0),
                               optax::adamw(schedule, {.weight_decay = 0.1, .mask = matrices}));
  optax::opt_state state = tx.init(params);
  for (int step = 0; step < 3; ++step) {
    tx.step(grads_of(params), state, params);
  }

  const auto from_text = optax::recipe(R"(
schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-3, warmup_steps=100, decay_steps=10_000)
tx = optax.chain(
    optax.clip_by_global_norm(1.0),
    optax.adamw(schedule, weight_decay=0.1, mask=lambda p: jax.tree.map(lambda x: x.ndim > 1, p)),
)
)");
  optax::tree again = initial;
  optax::opt_state state_of_text = from_text.init(again);
  for (int step = 0; step < 2; ++step) from_text.step(grads_of(again), state_of_text, again);

  optax::save_tree(file, {{"params", again}, {"state", state_of_text.root()}});
  optax::tree carried = optax::load_tree(file, "params");
  optax::opt_state carried_state = tx.init(carried);
  optax::load_state(file, carried_state, {.part = "state"});
  tx.step(grads_of(carried), carried_state, carried);

  for (const char* const name : {"b", "w"}) EXPECT_EQ(carried[name].leaf(), params[name].leaf());
}

}  // namespace
