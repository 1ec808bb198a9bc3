// Gradient centralization with a reduction over axes: the mean of each row of a matrix is taken
// away. docs/extending.md goes through it.

#include <cstdio>
#include <optaxx/optaxx.hpp>
#include <optional>
#include <vector>

namespace optax = optaxx;

struct as_it_is {
  template <class T>
  void operator()(T&) const noexcept {}
};
struct subtract {
  template <class T>
  void operator()(T& u, const T& mean) const noexcept {
    u = u - mean;
  }
};

class centralize_rule final : public optax::rule {
 public:
  void init(optax::layout& state) const override {
    state.axes("rows", [](const optax::shape& s) -> std::optional<std::vector<bool>> {
      if (s.rank() != 2) return std::nullopt;
      return std::vector<bool>{false, true};  // the second axis is reduced
    });
  }

  void update(optax::sweep& s, const optax::state_view& state) const override {
    const optax::leaf_axes& rows = s.axes(state, "rows");
    const optax::sweep means = s.axis_mean(optax::numbers::weak, rows, as_it_is{});
    s.only(rows).map(subtract{}, means);
  }

  optax::call describe() const override { return {"centralize", {}}; }
};

int main() {
  const optax::tree params{{"matrix", optax::array(optax::dtype::f32, {2, 3})},
                           {"vector", std::vector<float>{1, 2, 3}}};
  optax::tree grads = params;
  float* const g = grads["matrix"].leaf().mutable_data<float>();
  for (int i = 0; i < 6; ++i) g[i] = static_cast<float>(i * i);

  const optax::transformation tx = centralize_rule();
  optax::opt_state state = tx.init(params);
  const optax::tree updates = tx.update(grads, state, params);
  for (const char* const name : {"matrix", "vector"}) {
    for (const float u : updates[name].leaf().values<float>()) std::printf("%8.4f", u);
    std::printf("\n");
  }
}
