#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

int main() {
  optax::tree params{{"w", optax::array{1.0F, -2.0F}}};
  const optax::tree grads{{"w", optax::array{0.5F, -0.5F}}};
  const auto tx = optax::adam(1e-1);
  auto state = tx.init(params);
  tx.step(grads, state, params);
  const float* w = params["w"].leaf().data<float>();
  std::printf("%.4f %.4f\n", w[0], w[1]);
}
