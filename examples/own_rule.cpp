// A rule, which is how every transformation of optaxx is written. This one tames sudden spikes: it
// remembers how long gradients usually are, and clips one that is much longer. docs/extending.md
// goes through it.

#include <algorithm>
#include <cstdio>
#include <optaxx/optaxx.hpp>

namespace optax = optaxx;

struct shrink {
  double factor;

  template <class T>
  void operator()(T& u) const noexcept {
    u = T(factor) * u;
  }
};

class clip_spikes_rule final : public optax::rule {
 public:
  explicit clip_spikes_rule(double factor) : factor_(factor) {}

  void init(optax::layout& state) const override {
    state.type("ClipSpikesState");
    state.scalar("usual_norm", optax::dtype::f32);
    state.scalar("clipped", optax::dtype::i32);
  }

  void update(optax::sweep& s, const optax::state_view& state) const override {
    if (!s.all_finite()) return;  // neither clipped nor remembered
    const double norm = s.global_norm();
    const double before = s.get(state["usual_norm"]);
    const double usual = before == 0 ? norm : before;
    const double largest = factor_ * usual;
    if (norm > largest) {
      s.map(shrink{largest / norm});
      s.increment(state["clipped"]);
    }
    s.set(state["usual_norm"], 0.9 * usual + 0.1 * std::min(norm, largest));
  }

  optax::call describe() const override {
    return {"clip_spikes", {{"factor", optax::option_text(optax::number(factor_))}}};
  }

 private:
  double factor_;
};

optax::transformation clip_spikes(double factor) { return clip_spikes_rule(factor); }

int main() {
  const auto tx = optax::chain(clip_spikes(2.0), optax::scale(-1.0));
  std::printf("%s\n\ngradient    update  usual norm  clipped\n", optax::describe(tx).c_str());

  const optax::tree params{{"w", optax::array{0.0F, 0.0F}}};
  optax::opt_state state = tx.init(params);
  for (const float length : {1.0F, 1.5F, 1.0F, 1000.0F, 1.2F}) {
    const optax::tree grads{{"w", optax::array{0.0F, length}}};
    const optax::tree updates = tx.update(grads, state, params);
    std::printf("%8.1f  %8.2f  %10.3f  %7.0f\n", length, updates["w"].leaf().data<float>()[1],
                optax::tree_get(state, "usual_norm").leaf().item(),
                optax::tree_get(state, "clipped").leaf().item());
  }
}
