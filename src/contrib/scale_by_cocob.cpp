#include "optaxx/contrib/scale_by_cocob.hpp"

#include "contrib/step_numbers.hpp"
#include "kernels/scale_by_cocob.hpp"

namespace optaxx::contrib {
namespace {

class scale_by_cocob_rule final : public rule {
 public:
  explicit scale_by_cocob_rule(const scale_by_cocob_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("COCOBState");
    state.slot("init_particles", as_it_is);
    state.slot("cumulative_gradients");
    state.slot("scale", {.value = o_.eps});
    state.slot("subgradients");
    state.slot("reward");
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_cocob");
    s.map(kernels::scale_by_cocob<double>{o_.alpha}, state["init_particles"],
          state["cumulative_gradients"], state["scale"], state["subgradients"], state["reward"]);
  }
  call describe() const override {
    return call_of<scale_by_cocob_options<>>("optax.contrib.scale_by_cocob", o_);
  }

 private:
  scale_by_cocob_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_cocob(const scale_by_cocob_options<>& o) {
  return scale_by_cocob_rule(o);
}

}  // namespace optaxx::contrib
