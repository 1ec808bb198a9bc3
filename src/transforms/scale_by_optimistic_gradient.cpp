#include "optaxx/transforms/scale_by_optimistic_gradient.hpp"

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale_by_optimistic_gradient.hpp"

namespace optaxx {
namespace {

// Of two numbers of Python in double, of arrays in their dtype.
double sum(const number& a, const number& b) {
  return detail::flushed([&] {
    const double both = a.value() + b.value();
    if (!a.dtype() && !b.dtype()) return both;
    const dtype type = !a.dtype()   ? *b.dtype()
                       : !b.dtype() ? *a.dtype()
                                    : promote(*a.dtype(), *b.dtype());
    if (a.dtype() == dtype::boolean && b.dtype() == dtype::boolean)
      return both == 0 ? 0.0 : 1.0;  // JAX's bools add up to one
    if (!is_floating(type)) return both;
    return detail::rounded_element(type, both);
  });
}

class scale_by_optimistic_gradient_rule final : public rule {
 public:
  explicit scale_by_optimistic_gradient_rule(const scale_by_optimistic_gradient_options<>& o)
      : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByOptimisticGradientState");
    state.scalar("is_initial_step", dtype::boolean, 1.0);
    state.slot("previous_gradient");
  }
  void update(sweep& s, const state_view& state) const override {
    s.map(kernels::scale_by_optimistic_gradient<double>{sum(o_.alpha, o_.beta), o_.beta,
                                                        s.get(state["is_initial_step"])},
          state["previous_gradient"]);
    s.set(state["is_initial_step"], 0);
  }
  call describe() const override {
    return call_of<scale_by_optimistic_gradient_options<>>("optax.scale_by_optimistic_gradient",
                                                           o_);
  }

 private:
  scale_by_optimistic_gradient_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_optimistic_gradient(
    const scale_by_optimistic_gradient_options<>& o) {
  return scale_by_optimistic_gradient_rule(o);
}

}  // namespace optaxx
