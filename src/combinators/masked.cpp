#include "optaxx/combinators/masked.hpp"

namespace optaxx {
namespace {

class masked_rule final : public rule {
 public:
  explicit masked_rule(const masked_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MaskedState");
    state.child("inner_state", o_.inner, o_.mask.of(state.params()));
  }
  void update(sweep& s, const state_view& state) const override {
    const state_view inner = state["inner_state"];
    sweep selected = s.only(inner, o_.mask_compatible_extra_args);
    o_.inner.update(selected, inner);
  }
  call describe() const override {
    return call_of<masked_options<given, given>>("optax.masked", o_);
  }

 private:
  masked_options<> o_;
};

}  // namespace

transformation detail::make_masked(const masked_options<>& o) { return masked_rule(o); }

}  // namespace optaxx
