#include "optaxx/transforms/zero_nans.hpp"

#include <span>

#include "kernels/nans.hpp"
#include "kernels/zero_nans.hpp"

namespace optaxx {
namespace {

class zero_nans_rule final : public rule {
 public:
  void init(layout& state) const override {
    state.type("ZeroNansState");
    state.slot("found_nan", [](const array&) { return array::scalar(dtype::boolean, 0); });
  }
  void update(sweep& s, const state_view& state) const override {
    const std::span<const double> nans = s.leaf_sums(kernels::nans<double>{});
    const slot found = state["found_nan"];
    for (std::uint32_t leaf = 0; leaf < nans.size(); ++leaf) {
      s.set(scalar{found.first_leaf + leaf}, nans[leaf] != 0 ? 1 : 0);
    }
    s.map(kernels::zero_nans<double>{});
  }
  call describe() const override { return {"optax.zero_nans", {}}; }
};

}  // namespace

transformation zero_nans() { return zero_nans_rule(); }

}  // namespace optaxx
