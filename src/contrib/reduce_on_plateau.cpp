#include "optaxx/contrib/reduce_on_plateau.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include "contrib/step_numbers.hpp"
#include "core/flush_guard.hpp"
#include "core/own_options.hpp"
#include "kernels/scale.hpp"
#include "optaxx/tree_utils/safe_increment.hpp"

namespace optaxx::contrib {
namespace {

// A NaN is refused without a signal of the processor.
template <class Good>
void check(const Good& good, const char* expected, const number& got) {
  if (optaxx::detail::unflushed(good)) return;
  throw std::invalid_argument(std::string("reduce_on_plateau: ") + expected + ", got " +
                              got.text());
}

class reduce_on_plateau_rule final : public rule {
 public:
  explicit reduce_on_plateau_rule(const reduce_on_plateau_options<>& o) : o_(o) {
    check([&] { return o.factor > 0.0 && o.factor < 1.0; }, "factor must be between 0 and 1",
          o.factor);
    check([&] { return o.rtol >= 0.0 && o.rtol <= 1.0; }, "rtol must be between 0 and 1", o.rtol);
    check([&] { return o.atol >= 0.0; }, "atol must not be negative", o.atol);
    check([&] { return o.rtol > 0.0 || o.atol > 0.0; }, "one of rtol and atol must be positive",
          o.rtol);
  }

  void init(layout& state) const override {
    state.type("ReduceLROnPlateauState");
    const dtype widest = highest_dtype(state);
    state.scalar("scale", lowest_dtype(state), 1.0);
    state.scalar("best_value", widest, std::numeric_limits<double>::infinity());
    state.scalar("plateau_count", dtype::i32);
    state.scalar("cooldown_count", dtype::i32);
    state.scalar("count", dtype::i32);
    state.scalar("avg_value", widest);
  }
  void update(sweep& s, const state_view& state) const override {
    const double loss = loss_of(s, "reduce_on_plateau");
    const double before = s.get(state["count"]);
    const double count = s.increment(state["count"]);
    const double mean = computed(s, [&](auto zero) {
      using T = decltype(zero);
      const T sum =
          static_cast<T>(before) * static_cast<T>(s.get(state["avg_value"])) + static_cast<T>(loss);
      return static_cast<double>(sum / static_cast<T>(count));
    });
    double scale = s.get(state["scale"]);
    s.set(state["avg_value"], mean);
    if (count == static_cast<double>(o_.accumulation_size)) scale = decide(s, state, mean);
    s.map(numbers::as_params, kernels::scale<double>{scale});
  }
  call describe() const override {
    return own_call_of<reduce_on_plateau_options<>>("contrib.reduce_on_plateau", o_);
  }

 private:
  // What becomes of the scale at a mean, and of what has been counted.
  double decide(sweep& s, const state_view& state, double mean) const {
    const double best = s.get(state["best_value"]);
    double scale = s.get(state["scale"]);
    const bool better = computed(s, [&](auto zero) {
      using T = decltype(zero);
      const double share = o_.corrected && best < 0 ? 1 + o_.rtol.value() : o_.rtol.one_minus();
      const T bound =
          static_cast<T>(share) * static_cast<T>(best) - static_cast<T>(o_.atol.value());
      return static_cast<T>(mean) < bound;
    });
    if (better) s.set(state["best_value"], mean);
    double plateau = 0;
    if (!better) {
      plateau =
          static_cast<double>(safe_increment(static_cast<step_t>(s.get(state["plateau_count"]))));
    }
    const double cooldown = s.get(state["cooldown_count"]);
    if (cooldown > 0) {
      plateau = 0;
      s.set(state["cooldown_count"], cooldown - 1);
    } else {
      const bool reduces = plateau == static_cast<double>(o_.patience);
      scale = computed(s, [&](auto zero) {
        using T = decltype(zero);
        const auto now = static_cast<T>(scale);
        return static_cast<double>(larger(reduces ? now * static_cast<T>(o_.factor.value()) : now,
                                          static_cast<T>(o_.min_scale.value())));
      });
      s.set(state["cooldown_count"], reduces ? static_cast<double>(o_.cooldown) : 0.0);
      if (reduces) plateau = 0;
    }
    s.set(state["scale"], scale);
    s.set(state["plateau_count"], plateau);
    s.set(state["count"], 0.0);
    s.set(state["avg_value"], 0.0);
    return scale;
  }

  reduce_on_plateau_options<> o_;
};

}  // namespace

transformation detail::make_reduce_on_plateau(const reduce_on_plateau_options<>& o) {
  return reduce_on_plateau_rule(o);
}

}  // namespace optaxx::contrib
