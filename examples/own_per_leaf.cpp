// A function of whole arrays: gradient centralization (Yong et al. 2020, arXiv:2004.01461). From
// each row of a matrix its mean is subtracted; vectors pass.

#include <cstdio>
#include <numeric>
#include <optaxx/optaxx.hpp>
#include <span>
#include <vector>

namespace optax = optaxx;

void centralize(optax::array& update) {
  if (update.shape().rank() != 2) return;
  const auto columns = static_cast<std::size_t>(update.shape()[1]);
  const std::span<float> all(update.mutable_data<float>(), update.size());
  for (std::size_t i = 0; i < all.size(); i += columns) {
    const std::span<float> row = all.subspan(i, columns);
    const float mean = std::accumulate(row.begin(), row.end(), 0.0F) / static_cast<float>(columns);
    for (float& u : row) u -= mean;
  }
}

int main() {
  std::vector<float> w{1, 2, 6, -4, 0, 4};
  const optax::tree grads{{"w", optax::borrow(w.data(), {2, 3})}, {"b", optax::array{1.0F, 5.0F}}};

  const auto tx = optax::chain(optax::per_leaf("centralize", centralize), optax::trace(0.5));
  optax::opt_state state = tx.init(grads);
  std::printf("%s\n\ngradients\n%s\n", optax::describe(tx).c_str(),
              optax::to_string(grads).c_str());
  for (int step = 1; step <= 2; ++step) {
    const optax::tree updates = tx.update(grads, state);
    std::printf("\nupdates of step %d\n%s\n", step, optax::to_string(updates).c_str());
  }
}
