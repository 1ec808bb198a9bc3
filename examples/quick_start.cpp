#include <cstdio>
#include <optaxx/optaxx.hpp>
namespace optax = optaxx;

int main() {
  float w[2] = {}, g[2];  // memory of yours: stepped in place, never copied
  optax::tree params{{"w", optax::borrow(w, {2})}};
  const optax::tree grads{{"w", optax::borrow(g, {2})}};

  const auto tx = optax::chain(optax::clip_by_global_norm(1.0),
                               optax::adam(optax::cosine_decay_schedule(0.1, 200), {.b1 = 0.8}));
  optax::opt_state state = tx.init(params);

  for (int step = 0; step < 200; ++step) {  // down (x - 3)² + 10 (y + 1)²
    g[0] = 2 * (w[0] - 3);
    g[1] = 20 * (w[1] + 1);
    tx.step(grads, state, params);
  }
  std::printf("%s\nends at (%.2f, %.2f)\n", optax::describe(tx).c_str(), w[0], w[1]);
}
