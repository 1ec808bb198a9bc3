// The schedules side by side: what each gives at some steps.

#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <utility>
#include <vector>

namespace optax = optaxx;

int main() {
  const std::vector<std::pair<const char*, optax::schedule>> columns{
      {"constant", optax::constant_schedule(0.1)},
      {"linear", optax::linear_schedule(0.0, 0.1, 50)},
      {"squared", optax::polynomial_schedule(0.1, 0.0, 2, 100)},
      {"cosine", optax::cosine_decay_schedule(0.1, 100, {.alpha = 0.1})},
      {"halving", optax::exponential_decay(0.1, 20, 0.5, {.staircase = true})},
      {"piecewise", optax::piecewise_constant_schedule(0.1, {{30, 0.5}, {80, 0.1}})},
      {"warmup",
       optax::warmup_cosine_decay_schedule(
           {.init_value = 0.0, .peak_value = 0.1, .warmup_steps = 20, .decay_steps = 100})},
      {"joined", optax::join_schedules(
                     {optax::linear_schedule(0.0, 0.1, 10), optax::constant_schedule(0.05)}, {60})},
      {"one's own", [](optax::step_t n) { return 1.0 / (10.0 + static_cast<double>(n)); }},
  };

  std::printf("step");
  for (const auto& [name, schedule] : columns) std::printf("  %9s", name);
  std::printf("\n");
  for (optax::step_t step = 0; step <= 100; step += 10) {
    std::printf("%4d", static_cast<int>(step));
    for (const auto& [name, schedule] : columns) std::printf("  %9.4f", schedule(step));
    std::printf("\n");
  }
  std::printf("\nwarmup is %s\n", columns[6].second.describe().c_str());
}
