#include "optaxx/contrib/scale_by_madgrad.hpp"

#include <cmath>

#include "core/flush_guard.hpp"
#include "core/value_at.hpp"
#include "kernels/scale_by_madgrad.hpp"

namespace optaxx::contrib {
namespace {

// rate + eps, where the values of a schedule are arrays, and Python's numbers are added as such.
double stable_rate(const scalar_or_schedule& option, const number& rate, const number& eps,
                   bool x64) {
  const bool single = rate.dtype() == dtype::f32 || eps.dtype() == dtype::f32;
  if (single || (option.is_schedule() && !x64))
    return static_cast<double>(static_cast<float>(rate) + static_cast<float>(eps));
  return rate.value() + eps.value();
}

// Times sqrt(count + 1), a float32 in either mode; so is the product, unless the rate is a float64
// array.
double growing(double stable, const number& rate, double count) {
  const float root = std::sqrt(static_cast<float>(count + 1));
  if (rate.dtype() == dtype::f64) return stable * static_cast<double>(root);
  return static_cast<double>(static_cast<float>(stable) * root);
}

class scale_by_madgrad_rule final : public rule {
 public:
  explicit scale_by_madgrad_rule(const scale_by_madgrad_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MadgradState");
    state.scalar("count", dtype::i32);
    state.slot("grad_sum_sq");
    state.slot("s");
    state.slot("x0", [](const array& p) { return p; });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_madgrad");
    const double count = s.get(state["count"]);
    s.increment(state["count"]);
    const number rate = value_at(o_.learning_rate, count, s.x64());
    const double grown = optaxx::detail::flushed(
        [&] { return growing(stable_rate(o_.learning_rate, rate, o_.eps, s.x64()), rate, count); });
    s.map(kernels::scale_by_madgrad<double>{grown, o_.momentum, o_.momentum.one_minus(), o_.eps},
          state["grad_sum_sq"], state["s"], state["x0"]);
  }
  call describe() const override {
    return call_of<scale_by_madgrad_options<given>>("optax.contrib.scale_by_madgrad", o_);
  }

 private:
  scale_by_madgrad_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_madgrad(const scale_by_madgrad_options<>& o) {
  return scale_by_madgrad_rule(o);
}

}  // namespace optaxx::contrib
