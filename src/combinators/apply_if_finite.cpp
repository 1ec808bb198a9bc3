#include "optaxx/combinators/apply_if_finite.hpp"

#include "kernels/set_to_zero.hpp"

namespace optaxx {
namespace {

class apply_if_finite_rule final : public rule {
 public:
  explicit apply_if_finite_rule(const apply_if_finite_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ApplyIfFiniteState");
    state.scalar("notfinite_count", dtype::i32);
    state.scalar("last_finite", dtype::boolean, 1.0);
    state.scalar("total_notfinite", dtype::i32);
    state.child("inner_state", o_.inner);
  }
  void update(sweep& s, const state_view& state) const override {
    const bool finite = s.all_finite();
    double errors = 0;
    if (!finite) {
      errors = s.increment(state["notfinite_count"]);
      s.increment(state["total_notfinite"]);
    } else {
      s.set(state["notfinite_count"], 0);
    }
    s.set(state["last_finite"], finite ? 1 : 0);
    if (finite || errors > static_cast<double>(o_.max_consecutive_errors)) {
      o_.inner.update(s, state["inner_state"]);
    } else {
      s.map(kernels::set_to_zero<double>{});
    }
  }
  call describe() const override {
    return call_of<apply_if_finite_options<given, given>>("optax.apply_if_finite", o_);
  }

 private:
  apply_if_finite_options<> o_;
};

}  // namespace

transformation detail::make_apply_if_finite(const apply_if_finite_options<>& o) {
  return apply_if_finite_rule(o);
}

}  // namespace optaxx
