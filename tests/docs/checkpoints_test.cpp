// The code of docs/checkpoints.md that is in no example.
#include <gmock/gmock.h>

#include <optaxx/optaxx.hpp>

#include "support/temporary_directory.hpp"

namespace {

namespace optax = optaxx;

TEST(checkpoints, runs) {
  const support::temporary_directory directory;
  const optax::tree params{{"dense", {{"w", optax::array{1.0F, 2.0F}}}}};
  const auto tx = optax::adam(1e-3);
  const optax::opt_state trained = tx.init(params);
  const auto file = directory / "state.safetensors";

  optax::save_state(file, trained, {.step = 100, .metadata = {{"run", "a"}}});

  optax::opt_state state = tx.init(params);
  optax::load_state(file, state);
  EXPECT_EQ(state, trained);

  const auto again = optax::recipe(optax::load_metadata(file).at("recipe"));
  EXPECT_EQ(optax::describe(again), optax::describe(tx));

  const auto leaves = optax::load_state(file, state, {.partial = true});
  for (const std::string& path : leaves.left) std::printf("%s starts anew\n", path.c_str());
  EXPECT_TRUE(leaves.left.empty());
}

}  // namespace
