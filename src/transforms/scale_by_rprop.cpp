#include "optaxx/transforms/scale_by_rprop.hpp"

#include "kernels/scale_by_rprop.hpp"

namespace optaxx {
namespace {

class scale_by_rprop_rule final : public rule {
 public:
  explicit scale_by_rprop_rule(const scale_by_rprop_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByRpropState");
    state.slot("step_sizes", {.value = o_.learning_rate, .like_params = true});
    state.slot("prev_updates");
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(kernels::scale_by_rprop<double>{o_.eta_minus, o_.eta_plus, o_.min_step_size,
                                          o_.max_step_size},
          state["step_sizes"], state["prev_updates"]);
  }
  call describe() const override {
    return call_of<scale_by_rprop_options<given>>("optax.scale_by_rprop", o_);
  }

 private:
  scale_by_rprop_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_rprop(const scale_by_rprop_options<>& o) {
  return scale_by_rprop_rule(o);
}

}  // namespace optaxx
