#include "optaxx/contrib/sophia.hpp"

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "core/bias_correction.hpp"
#include "core/decimal.hpp"
#include "core/flush_guard.hpp"
#include "kernels/clip.hpp"
#include "kernels/decay_into.hpp"
#include "kernels/divide.hpp"
#include "optaxx/combinators/chain.hpp"
#include "optaxx/transforms/add_decayed_weights.hpp"
#include "optaxx/transforms/scale_by_learning_rate.hpp"
#include "transforms/alias.hpp"

namespace optaxx::contrib {
namespace {

// Algorithm 3 behind the first moment, without the clipping. A NaN of nu stays NaN.
struct over_diagonal {
  double gamma, eps;

  template <class T>
  void operator()(T& u, T& nu) const noexcept {
    const T scaled = T(gamma) * nu;
    u = u / (scaled < T(eps) ? T(eps) : scaled);
  }
};

struct is_below {
  double threshold;

  template <class T>
  void operator()(T& u) const noexcept {
    u = std::abs(u) < T(threshold) ? T(1) : T(0);
  }
};

void print_win_rate(sweep& s, double threshold) {
  double elements = 0;
  for (std::size_t i = 0; i < s.leaves(); ++i) elements += static_cast<double>(s.leaf_elements(i));
  double won = 0;
  for (const double of_leaf : s.leaf_sums(is_below{threshold})) won += of_leaf;
  const double rate = optaxx::detail::flushed([&] { return won / elements; });
  const auto text =
      s.x64() ? optaxx::detail::shortest(rate) : optaxx::detail::shortest(static_cast<float>(rate));
  std::printf("Sophia optimizer win rate: %s\n", text.python().c_str());
}

class scale_by_sophia_rule final : public rule {
 public:
  explicit scale_by_sophia_rule(const sophia_options<>& o) : o_(o) {
    if (o.update_interval >= 1) return;
    throw std::invalid_argument("sophia: update_interval must be positive, got " +
                                std::to_string(o.update_interval));
  }

  void init(layout& state) const override {
    state.type("SophiaState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
    state.slot("nu");
    state.child("hessian_fn_state", o_.hessian_diagonal_fn);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("sophia");
    const auto before = static_cast<std::int64_t>(s.get(state["count"]));
    const double t = s.increment(state["count"]);
    if (before % o_.update_interval != 0) return scale(s, state, t);
    const tree& grads = s.updates();
    scale(s, state, t);
    // The diagonal is made of the gradients, and comes into the next step.
    const tree& scaled = s.updates();
    s.replace([&](const tree&) { return grads; });
    o_.hessian_diagonal_fn.update(s, state["hessian_fn_state"]);
    s.map(kernels::decay_into<double>{o_.b2, o_.b2.one_minus()}, state["nu"]);
    s.replace([&](const tree&) { return scaled; });
  }
  call describe() const override { return {"scale_by_sophia", {}}; }

 private:
  void scale(sweep& s, const state_view& state, double t) const {
    s.map(kernels::decay_into<double>{o_.b1, o_.b1.one_minus()}, state["mu"]);
    s.map(kernels::divide<double>{bias_correction(o_.b1, t, s.x64())});
    s.map(over_diagonal{o_.gamma, o_.eps}, state["nu"]);
    if (!o_.clip_threshold) return;
    const std::int64_t every = o_.print_win_rate_every_n_steps;
    if (o_.verbose && every != 0 && static_cast<std::int64_t>(t) % every == 0)
      print_win_rate(s, *o_.clip_threshold);
    s.map(kernels::clip<double>{*o_.clip_threshold});
  }

  sophia_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_sophia(const sophia_options<>& o) {
  return scale_by_sophia_rule(o);
}

transformation detail::make_sophia(const sophia_options<>& o) {
  return alias(
      call_of<sophia_options<given>>("optax.contrib.sophia", o),
      chain(make_scale_by_sophia(o), add_decayed_weights(o.weight_decay, o.weight_decay_mask),
            scale_by_learning_rate(o.learning_rate)));
}

}  // namespace optaxx::contrib
