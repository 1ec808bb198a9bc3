// Linear regression over xtensor arrays: optaxx adopts them, and hands out adaptors to compute
// with.

#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <optaxx/xtensor.hpp>
#include <xtensor/xmath.hpp>

namespace optax = optaxx;

int main() {
  // Points near y = 3 x1 - 2 x2 + 0.5.
  const xt::xarray<float> x1{-1.0F, -0.5F, 0.0F, 0.5F, 1.0F, 1.5F};
  const xt::xarray<float> x2{0.5F, -1.0F, 1.0F, 0.0F, -0.5F, 1.0F};
  const xt::xarray<float> noise{0.05F, -0.05F, 0.02F, 0.0F, -0.02F, 0.0F};
  const xt::xarray<float> y = 3 * x1 - 2 * x2 + 0.5F + noise;

  optax::tree params{{"w", xt::xarray<float>{0.0F, 0.0F}}, {"b", xt::xarray<float>{0.0F}}};
  const auto tx = optax::chain(optax::clip_by_global_norm(1.0),
                               optax::adamw(optax::warmup_cosine_decay_schedule(0.0, 0.3, 20, 200),
                                            {.weight_decay = 1e-3, .mask = optax::paths("w")}));
  optax::opt_state state = tx.init(params);
  std::printf("%s\n\n", optax::describe(tx).c_str());

  for (int step = 0; step <= 200; ++step) {
    const auto w = optax::as<float>(params["w"].leaf());
    const auto b = optax::as<float>(params["b"].leaf());
    const xt::xarray<float> error = w(0) * x1 + w(1) * x2 + b(0) - y;
    const auto mean_error_times = [&error](const auto& x) {
      return static_cast<float>(xt::mean(error * x)());
    };
    if (step % 40 == 0) {
      std::printf("step %3d  loss %.4f  w %6.3f %6.3f  b %6.3f\n", step, mean_error_times(error),
                  w(0), w(1), b(0));
    }
    const xt::xarray<float> dw{2 * mean_error_times(x1), 2 * mean_error_times(x2)};
    const xt::xarray<float> db{2 * mean_error_times(1.0F)};
    tx.step({{"w", dw}, {"b", db}}, state, params);
  }
}
