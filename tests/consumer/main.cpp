#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <vector>

namespace optax = optaxx;

int main() {
  std::vector<float> w{1.0F, -2.0F};
  optax::tree dense;
  dense["w"] = optax::borrow(w.data(), {w.size()});
  optax::tree params{{"dense", dense}};
  const optax::tree grads{{"dense", {{"w", optax::array{0.5F, -0.5F}}}}};
  const auto tx = optax::adam(1e-1);
  optax::opt_state state;
  state = tx.init(params);
  tx.step(grads, state, params);
  std::printf("%.4f %.4f\n", w[0], w[1]);
}
