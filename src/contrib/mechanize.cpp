#include "optaxx/contrib/mechanize.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "contrib/step_numbers.hpp"
#include "core/element.hpp"
#include "kernels/add_decayed_weights.hpp"
#include "kernels/dot_difference.hpp"
#include "kernels/keep_param.hpp"
#include "kernels/mechanize.hpp"
#include "kernels/square_param.hpp"

namespace optaxx::contrib {
namespace {

// One of the betas' numbers, which are arrays of the state.
template <class T>
T number_of(const sweep& s, const scalar& numbers, std::size_t i) {
  return static_cast<T>(s.get(numbers, i));
}

tree filled(dtype type, std::size_t size, double value) {
  array a(type, {static_cast<std::int64_t>(size)});
  optaxx::detail::flushed([&] {
    for (std::size_t i = 0; i < size; ++i)
      optaxx::detail::store_element(type, a.mutable_data(), i, value);
    return 0;
  });
  return tree(std::move(a));
}

class mechanize_rule final : public rule {
 public:
  explicit mechanize_rule(const mechanize_options<>& o) : o_(o) {
    if (o.num_betas < 1) {
      throw std::invalid_argument("mechanize: num_betas must be positive, got " +
                                  std::to_string(o.num_betas));
    }
  }

  void init(layout& state) const override {
    state.type("MechanicState");
    const dtype type = lowest_dtype(state);
    state.child("base_optimizer_state", o_.base_optimizer);
    state.scalar("count", dtype::i32);
    for (const char* name : {"r", "m", "v"}) state.value(name, filled(type, betas(), 0.0));
    state.value("s", filled(type, betas(), o_.s_init));
    state.slot("x0", as_it_is);
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("mechanize");
    const double count = s.get(state["count"]);
    s.increment(state["count"]);
    const double norm = s.global_norm();
    const double squares = s.sum(kernels::square_param<double>{});
    const weights before =
        computed(s, [&](auto zero) { return weights_of<decltype(zero)>(s, state, norm, squares); });
    if (count == 0) s.map(kernels::keep_param<double>{}, state["x0"]);
    const mark before_the_decay = s.here();
    s.map(kernels::add_decayed_weights<double>{before.decay});
    const double h = s.sum(kernels::dot_difference<double>{before.divisor}, state["x0"]);
    s.rollback(before_the_decay);
    const double scale =
        computed(s, [&](auto zero) { return next_scale<decltype(zero)>(s, state, h); });
    o_.base_optimizer.update(s, state["base_optimizer_state"]);
    s.map(kernels::mechanize<double>{scale, before.divisor}, state["x0"]);
  }
  call describe() const override {
    return call_of<mechanize_options<given>>("optax.contrib.mechanize", o_);
  }

 private:
  struct weights {
    double decay;
    double divisor;
  };

  template <class T>
  weights weights_of(const sweep& s, const state_view& state, double norm, double squares) const {
    const auto eps = static_cast<T>(o_.eps.value());
    T sum = 0;
    for (std::size_t i = 0; i < betas(); ++i) sum += number_of<T>(s, state["s"], i);
    const T params = std::sqrt(static_cast<T>(squares));
    return {static_cast<T>(o_.weight_decay.value()) * sum * static_cast<T>(norm) / (params + eps),
            sum + eps};
  }
  // Writes the numbers of the next step, and gives the sum of their scales.
  template <class T>
  double next_scale(sweep& step, const state_view& state, double dot) const {
    const auto h = static_cast<T>(dot);
    const auto eps = static_cast<T>(o_.eps.value());
    const auto share = static_cast<T>(o_.s_init.value() / static_cast<double>(o_.num_betas));
    T sum = 0;
    for (std::size_t i = 0; i < betas(); ++i) {
      const auto [r, m, v, s] =
          std::array{number_of<T>(step, state["r"], i), number_of<T>(step, state["m"], i),
                     number_of<T>(step, state["v"], i), number_of<T>(step, state["s"], i)};
      const T beta = static_cast<T>(1.0 - std::pow(0.1, static_cast<double>(i + 1)));
      const T clipped = h != h ? h : std::min(std::max(-m, h), m);
      const T m_now = larger(beta * m, std::abs(h) + eps);
      const T v_now = beta * beta * v + h * h;
      const T r_now = beta * r + clipped * s;
      const T s_now = (share * m_now + larger(T(0), r_now)) / (std::sqrt(v_now) + eps);
      step.set(state["r"], i, r_now);
      step.set(state["m"], i, m_now);
      step.set(state["v"], i, v_now);
      step.set(state["s"], i, s_now);
      sum += s_now;
    }
    return sum;
  }

  std::size_t betas() const { return static_cast<std::size_t>(o_.num_betas); }

  mechanize_options<> o_;
};

}  // namespace

transformation detail::make_mechanize(const mechanize_options<>& o) { return mechanize_rule(o); }

}  // namespace optaxx::contrib
