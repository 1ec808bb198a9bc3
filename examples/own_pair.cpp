// A whole init/update pair: momentum that starts again when it points uphill (O'Donoghue and Candès
// 2012, arXiv:1204.3982). It needs all leaves at once, and a state that is not like the parameters.

#include <cstdio>
#include <numeric>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

double dot(const optax::tree& a, const optax::tree& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.leaves().size(); ++i) {
    const auto x = a.leaves()[i].values<float>();
    const auto y = b.leaves()[i].values<float>();
    sum = std::inner_product(x.begin(), x.end(), y.begin(), sum);
  }
  return sum;
}

optax::tree zeros_like(const optax::tree& t) {
  return optax::tree_map([](const optax::array& a) { return optax::array(a.dtype(), a.shape()); },
                         t);
}

optax::transformation restarted_momentum(float decay) {
  const auto init = [](const optax::tree& params) {
    return optax::tree{{"velocity", zeros_like(params)},
                       {"restarts", optax::array::scalar(optax::dtype::i32, 0)}};
  };
  const auto update = [decay](optax::tree updates, optax::tree& state, const optax::tree&) {
    optax::tree velocity = state["velocity"];
    if (dot(updates, velocity) < 0) {
      velocity = zeros_like(velocity);
      state["restarts"].leaf().set_item(state["restarts"].leaf().item() + 1);
    }
    for (std::size_t i = 0; i < velocity.leaves().size(); ++i) {
      float* const v = velocity.leaves()[i].mutable_data<float>();
      const auto g = updates.leaves()[i].values<float>();
      for (std::size_t j = 0; j < g.size(); ++j) v[j] = g[j] + decay * v[j];
      state["velocity"].leaves()[i] = velocity.leaves()[i];
    }
    return velocity;
  };
  return optax::from_functions("restarted_momentum", init, update);
}

struct outcome {
  double loss;
  optax::opt_state state;
};

// Goes down (x² + 20 y²) / 2.
outcome run(const optax::transformation& tx, int steps) {
  optax::tree params{{"x", 4.0F}, {"y", 1.0F}};
  optax::opt_state state = tx.init(params);
  double loss = 0;
  for (int step = 0; step <= steps; ++step) {
    const auto x = static_cast<float>(params["x"].leaf().item());
    const auto y = static_cast<float>(params["y"].leaf().item());
    loss = (x * x + 20 * y * y) / 2;
    tx.step({{"x", x}, {"y", 20 * y}}, state, params);
  }
  return {loss, state};
}

int main() {
  const auto plain = optax::chain(optax::trace(0.95), optax::scale(-0.02));
  const auto restarted = optax::chain(restarted_momentum(0.95F), optax::scale(-0.02));
  std::printf("%s\n\nsteps  plain loss  restarted loss  restarts\n",
              optax::describe(restarted).c_str());
  for (const int steps : {0, 10, 20, 30, 40}) {
    const outcome a = run(plain, steps);
    const outcome b = run(restarted, steps);
    std::printf("%5d  %10.4f  %14.4f  %8.0f\n", steps, a.loss, b.loss,
                optax::tree_get(b.state, "restarts").leaf().item());
  }
}
