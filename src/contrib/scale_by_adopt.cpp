#include "optaxx/contrib/scale_by_adopt.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "core/flush_guard.hpp"
#include "core/own_options.hpp"
#include "kernels/scale_by_adopt.hpp"
#include "kernels/scale_by_adopt_nesterov.hpp"

namespace optaxx::contrib {
namespace {

class fourth_root final : public schedule_function {
 public:
  number at(const number& count, bool x64) const override {
    const double n = count;
    return optaxx::detail::flushed([&] {
      return x64 ? std::pow(n, 0.25) : static_cast<double>(std::pow(static_cast<float>(n), 0.25F));
    });
  }
  std::string describe() const override { return "lambda count: count**0.25"; }
};

class scale_by_adopt_rule final : public rule {
 public:
  explicit scale_by_adopt_rule(const scale_by_adopt_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByAdamState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
    state.slot("nu", {.dtype = o_.nu_dtype});
  }
  void update(sweep& s, const state_view& state) const override {
    const double count = s.get(state["count"]);
    s.increment(state["count"]);
    const number b1 = as_array(count > 0 ? o_.b1 : number(1.0), s.x64());
    const number b2 = as_array(count > 0 ? o_.b2 : number(0.0), s.x64());
    const double most =
        o_.use_clipping ? s.at(o_.clip_value_fn, count) : std::numeric_limits<double>::infinity();
    if (o_.nesterov) {
      map<kernels::scale_by_adopt_nesterov>(s, state, b1, b2, most);
    } else {
      map<kernels::scale_by_adopt>(s, state, b1, b2, most);
    }
  }
  call describe() const override {
    return own_call_of<scale_by_adopt_options<>>("contrib.scale_by_adopt", o_);
  }

 private:
  // In Optax the decays come out of a jnp.where: 1 - b is not Python's.
  static number as_array(const number& decay, bool x64) {
    if (decay.dtype()) return decay;
    return {decay, x64 ? dtype::f64 : dtype::f32};
  }
  template <template <class> class Kernel>
  void map(sweep& s, const state_view& state, const number& b1, const number& b2,
           double most) const {
    s.map(Kernel<double>{b1, b1.one_minus(), b2, b2.one_minus(), o_.eps, most}, state["mu"],
          state["nu"]);
  }

  scale_by_adopt_options<> o_;
};

}  // namespace

schedule detail::fourth_root_of_count() { return fourth_root(); }

transformation detail::make_scale_by_adopt(const scale_by_adopt_options<>& o) {
  return scale_by_adopt_rule(o);
}

}  // namespace optaxx::contrib
