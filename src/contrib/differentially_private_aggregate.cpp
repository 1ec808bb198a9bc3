#include "optaxx/contrib/differentially_private_aggregate.hpp"

#include <utility>

#include "core/flush_guard.hpp"
#include "kernels/add_noise.hpp"
#include "kernels/divide.hpp"
#include "optaxx/transforms/per_example_clip.hpp"

namespace optaxx::contrib {
namespace {

class differentially_private_aggregate_rule final : public rule {
 public:
  explicit differentially_private_aggregate_rule(
      const differentially_private_aggregate_options<>& o)
      : o_(o),
        deviation_(optaxx::detail::unflushed([&] { return o.l2_norm_clip * o.noise_multiplier; })) {
  }

  void init(layout& state) const override {
    state.gradients_per_example();
    state.type("DifferentiallyPrivateAggregateState");
    state.value("rng_key", o_.key.leaf());
  }
  void update(sweep& s, const state_view& state) const override {
    double examples = 1;
    s.from_gradients([&](const tree& gradients) {
      if (gradients.leaves().size() != 0)
        examples = static_cast<double>(gradients.leaves()[0].shape()[0]);
      return per_example_global_norm_clip(gradients, o_.l2_norm_clip).first;
    });
    const threefry::key_words key = s.get_key(state["rng_key"]);
    s.set_key(state["rng_key"], threefry::block(key, 0));
    s.map_each([&](std::size_t leaf) {
      return kernels::add_noise<double>::of(deviation_, threefry::block(key, leaf + 1));
    });
    s.map(kernels::divide<double>{examples});
  }
  call describe() const override {
    return call_of<differentially_private_aggregate_options<given, given>>(
        "optax.contrib.differentially_private_aggregate", o_);
  }

 private:
  differentially_private_aggregate_options<> o_;
  double deviation_;
};

}  // namespace

transformation detail::make_differentially_private_aggregate(
    const differentially_private_aggregate_options<>& o) {
  return differentially_private_aggregate_rule(o);
}

}  // namespace optaxx::contrib
