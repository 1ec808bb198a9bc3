#include "digits/optimizers.hpp"

namespace digits {

namespace optax = optaxx;

std::vector<recipe> recipes(std::int64_t total_steps) {
  const auto warmup_then_cosine =
      optax::warmup_cosine_decay_schedule({.init_value = 0.0,
                                           .peak_value = 1e-2,
                                           .warmup_steps = total_steps / 10,
                                           .decay_steps = total_steps});
  const auto weights_only = optax::paths("**/w");  // biases do not decay
  const optax::label_tree layers{{"layer1", "first"}, {"layer2", "rest"}};

  return {
      {"sgd", optax::sgd(0.1, {.momentum = 0.9})},

      {"adam", optax::adam(3e-3)},

      {"adamw",
       optax::adamw(
           {.learning_rate = warmup_then_cosine, .weight_decay = 1e-2, .mask = weights_only})},

      {"lion", optax::lion({.learning_rate = 1e-3, .weight_decay = 1.0, .mask = weights_only})},

      // A rate for each layer, and a step for every two batches.
      {"partition",
       optax::multi_steps(
           optax::partition({{"first", optax::adam(1e-2)}, {"rest", optax::adam(3e-3)}}, layers),
           2)},
  };
}

}  // namespace digits
