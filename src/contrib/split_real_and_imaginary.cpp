#include "optaxx/contrib/split_real_and_imaginary.hpp"

namespace optaxx::contrib {
namespace {

class split_real_and_imaginary_rule final : public rule {
 public:
  explicit split_real_and_imaginary_rule(const split_real_and_imaginary_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("SplitRealAndImaginaryState");
    state.child("inner_state", o_.inner);
  }
  void update(sweep& s, const state_view& state) const override {
    o_.inner.update(s, state["inner_state"]);
  }
  call describe() const override {
    return call_of<split_real_and_imaginary_options<given>>(
        "optax.contrib.split_real_and_imaginary", o_);
  }

 private:
  split_real_and_imaginary_options<> o_;
};

}  // namespace

transformation detail::make_split_real_and_imaginary(const split_real_and_imaginary_options<>& o) {
  return split_real_and_imaginary_rule(o);
}

}  // namespace optaxx::contrib
