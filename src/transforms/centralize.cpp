#include "optaxx/transforms/centralize.hpp"

#include <optional>
#include <vector>

#include "kernels/identity.hpp"
#include "kernels/subtract.hpp"

namespace optaxx {
namespace {

class centralize_rule final : public rule {
 public:
  void init(layout& state) const override {
    state.axes("all_but_the_first", [](const shape& s) -> std::optional<std::vector<bool>> {
      if (s.rank() < 2 || s.elements() == 0) return std::nullopt;
      std::vector<bool> reduced(s.rank(), true);
      reduced[0] = false;
      return reduced;
    });
  }
  void update(sweep& s, const state_view& state) const override {
    const leaf_axes& axes = s.axes(state, "all_but_the_first");
    sweep matrices = s.only(axes);
    if (matrices.leaves() == 0) return;
    const sweep means = s.axis_mean(numbers::weak, axes, kernels::identity<double>{});
    matrices.map(kernels::subtract<double>{}, means);
  }
  call describe() const override { return {"optax.centralize", {}}; }
};

}  // namespace

transformation centralize() { return centralize_rule(); }

}  // namespace optaxx
