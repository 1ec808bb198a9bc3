// A formula of one's own: signum, the sign of a momentum (Bernstein et al. 2018, arXiv:1802.04434),
// which optaxx does not have. It walks down a valley that is a hundred times steeper in y than in
// x.

#include <algorithm>
#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

// What happens to one element: `u` comes in as the gradient and leaves as the direction.
struct signum {
  double decay;

  template <class T>
  void operator()(T& u, T& mean) const noexcept {
    mean = T(decay) * mean + T(1 - decay) * u;
    u = mean > T(0) ? T(1) : mean < T(0) ? T(-1) : T(0);
  }
};

// The decay grows with the steps, so that the first ones have no memory of a beginning at zero.
optax::transformation scale_by_signum(double decay) {
  return optax::elementwise("scale_by_signum", {"mean"}, [decay](optax::step_t step) {
    const auto n = static_cast<double>(step);
    return signum{std::min(decay, n / (n + 1))};
  });
}

int main() {
  const auto tx = optax::chain(
      scale_by_signum(0.5), optax::scale_by_learning_rate(optax::exponential_decay(0.1, 10, 0.5)));
  std::printf("%s\n\n", optax::describe(tx).c_str());

  optax::tree params{{"x", 1.0F}, {"y", -0.5F}};
  optax::opt_state state = tx.init(params);
  std::printf("step        x        y\n");
  for (int step = 0; step <= 60; ++step) {
    const double x = params["x"].leaf().item();
    const double y = params["y"].leaf().item();
    if (step % 10 == 0) std::printf("%4d  %7.3f  %7.3f\n", step, x, y);
    const auto dx = static_cast<float>(x);
    const auto dy = static_cast<float>(100 * y);
    tx.step({{"x", dx}, {"y", dy}}, state, params);
  }
  std::printf("\nafter %.0f steps the mean gradient in y is %.2f\n",
              state[0]["count"].leaf().item(), state[0]["mean"]["y"].leaf().item());
}
