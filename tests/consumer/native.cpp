// xt::xarray has an allocator, and so a type, that changes with the flags: none may reach the
// library's binary.
#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <optaxx/xtensor.hpp>

namespace optax = optaxx;

int main() {
  const xt::xarray<float> borrowed_grad{0.5F, -0.5F};
  xt::xarray<float> w{1.0F, -2.0F};
  optax::tree params{{"adopted", xt::xarray<float>(w)}, {"borrowed", optax::borrow(w)}};
  const optax::tree grads{{"adopted", xt::xarray<float>(borrowed_grad)},
                          {"borrowed", optax::borrow(borrowed_grad)}};
  const auto tx = optax::adam(1e-1);
  auto state = tx.init(params);
  tx.step(grads, state, params);
  const auto adopted = optax::as<float>(params["adopted"].leaf());
  if (adopted(0) != w(0) || adopted(1) != w(1)) return 1;
  std::printf("%.4f %.4f\n", w(0), w(1));
}
