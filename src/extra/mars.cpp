#include "optaxx/extra/mars.hpp"

#include <cmath>
#include <span>

#include "core/flush_guard.hpp"
#include "kernels/divide.hpp"
#include "kernels/scale_by_optimistic_gradient.hpp"
#include "kernels/square.hpp"

namespace optaxx {
namespace {

// A norm that is NaN divides nothing.
template <class T>
double divisor(double sum_of_squares) {
  const T norm = std::sqrt(static_cast<T>(sum_of_squares));
  return static_cast<double>(norm > T(1) ? norm : T(1));
}

class mars_rule final : public rule {
 public:
  explicit mars_rule(const mars_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("MarsState");
    state.slot("last_grad");
    state.child("inner_state", o_.inner);
  }
  void update(sweep& s, const state_view& state) const override {
    const auto change = detail::flushed([&] {
      const double factor = o_.gamma.value() * (o_.b1.value() / o_.b1.one_minus());
      return kernels::scale_by_optimistic_gradient<double>{1 + factor, factor, 0};
    });
    s.map(change, state["last_grad"]);
    const std::span<const double> squares = s.leaf_sums(kernels::square<double>{});
    s.map_each([&](std::size_t leaf) {
      return kernels::divide<double>{detail::flushed([&] {
        return s.leaf_dtype(leaf) == dtype::f64 ? divisor<double>(squares[leaf])
                                                : divisor<float>(squares[leaf]);
      })};
    });
    o_.inner.update(s, state["inner_state"]);
  }
  call describe() const override { return call_of<mars_options<given>>("optaxx.mars", o_); }

 private:
  mars_options<> o_;
};

}  // namespace

transformation detail::make_mars(const mars_options<>& o) { return mars_rule(o); }

}  // namespace optaxx
