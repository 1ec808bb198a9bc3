#include "optaxx/transforms/scale_by_lion.hpp"

#include <stdexcept>

#include "kernels/scale_by_lion.hpp"
#include "kernels/scale_by_lion_refined.hpp"
#include "kernels/scale_by_lion_smooth.hpp"

namespace optaxx {
namespace {

class scale_by_lion_rule final : public rule {
 public:
  explicit scale_by_lion_rule(const scale_by_lion_options<>& o) : o_(o) {
    if (o.mode != "hard" && o.mode != "smooth" && o.mode != "refined") {
      throw std::invalid_argument(
          "scale_by_lion: mode must be 'hard', 'smooth' or 'refined', got '" + o.mode + "'");
    }
  }

  void init(layout& state) const override {
    state.type("ScaleByLionState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    s.increment(state["count"]);
    const double b1 = o_.b1;
    const double b2 = o_.b2;
    const double rest1 = o_.b1.one_minus();
    const double rest2 = o_.b2.one_minus();
    if (o_.mode == "hard") {
      s.map(kernels::scale_by_lion<double>{b1, rest1, b2, rest2}, state["mu"]);
    } else if (o_.mode == "smooth") {
      s.map(kernels::scale_by_lion_smooth<double>{b1, rest1, b2, rest2, o_.smooth_beta},
            state["mu"]);
    } else {
      s.map(kernels::scale_by_lion_refined<double>{b1, rest1, b2, rest2}, state["mu"]);
    }
  }
  call describe() const override {
    return call_of<scale_by_lion_options<>>("optax.scale_by_lion", o_);
  }

 private:
  scale_by_lion_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_lion(const scale_by_lion_options<>& o) {
  return scale_by_lion_rule(o);
}

}  // namespace optaxx
