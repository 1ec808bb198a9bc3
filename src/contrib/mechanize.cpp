#include "optaxx/contrib/mechanize.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "contrib/step_numbers.hpp"
#include "core/element.hpp"
#include "kernels/add_decayed_weights.hpp"
#include "kernels/dot_difference.hpp"
#include "kernels/keep_param.hpp"
#include "kernels/mechanize.hpp"
#include "kernels/square_param.hpp"

namespace optaxx::contrib {
namespace {

// Numbers, one for each beta, as an array of the state.
template <class T>
std::vector<T> numbers_in(const sweep& s, const state_view& field) {
  const tree t = s.get_tree(field);
  const array& a = t.leaf();
  std::vector<T> values;
  for (std::size_t i = 0; i < a.size(); ++i)
    values.push_back(static_cast<T>(optaxx::detail::load_element(a.dtype(), a.data(), i)));
  return values;
}
tree as_array(dtype type, const std::vector<double>& values) {
  array a(type, {static_cast<std::int64_t>(values.size())});
  optaxx::detail::flushed([&] {
    for (std::size_t i = 0; i < values.size(); ++i)
      optaxx::detail::store_element(type, a.mutable_data(), i, values[i]);
    return 0;
  });
  return tree(std::move(a));
}
template <class T>
T sum_of(const std::vector<T>& values) {
  T sum = 0;
  for (const T x : values) sum += x;
  return sum;
}

// What one step makes of the numbers, as doubles.
struct numbers {
  std::vector<double> r, m, v, s;
  double scale = 0;
};

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
    const auto n = static_cast<std::size_t>(o_.num_betas);
    state.child("base_optimizer_state", o_.base_optimizer);
    state.scalar("count", dtype::i32);
    for (const char* name : {"r", "m", "v"})
      state.value(name, as_array(type, std::vector<double>(n, 0.0)));
    state.value("s", as_array(type, std::vector<double>(n, o_.s_init)));
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
    const numbers now =
        computed(s, [&](auto zero) { return numbers_of<decltype(zero)>(s, state, h); });
    o_.base_optimizer.update(s, state["base_optimizer_state"]);
    s.map(kernels::mechanize<double>{now.scale, before.divisor}, state["x0"]);
    const dtype type = s.get_tree(state["s"]).leaf().dtype();
    s.set_tree(state["r"], as_array(type, now.r));
    s.set_tree(state["m"], as_array(type, now.m));
    s.set_tree(state["v"], as_array(type, now.v));
    s.set_tree(state["s"], as_array(type, now.s));
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
    const T sum = sum_of(numbers_in<T>(s, state["s"]));
    const T params = std::sqrt(static_cast<T>(squares));
    return {static_cast<T>(o_.weight_decay.value()) * sum * static_cast<T>(norm) / (params + eps),
            sum + eps};
  }
  template <class T>
  numbers numbers_of(const sweep& sweep, const state_view& state, double dot) const {
    const std::vector<T> r = numbers_in<T>(sweep, state["r"]);
    const std::vector<T> m = numbers_in<T>(sweep, state["m"]);
    const std::vector<T> v = numbers_in<T>(sweep, state["v"]);
    const std::vector<T> s = numbers_in<T>(sweep, state["s"]);
    const auto h = static_cast<T>(dot);
    const auto eps = static_cast<T>(o_.eps.value());
    const auto share = static_cast<T>(o_.s_init.value() / static_cast<double>(o_.num_betas));
    numbers now;
    std::vector<T> scales;
    for (std::size_t i = 0; i < s.size(); ++i) {
      const T beta = static_cast<T>(1.0 - std::pow(0.1, static_cast<double>(i + 1)));
      const T clipped = h != h ? h : std::min(std::max(-m[i], h), m[i]);
      const T m_now = larger(beta * m[i], std::abs(h) + eps);
      const T v_now = beta * beta * v[i] + h * h;
      const T r_now = beta * r[i] + clipped * s[i];
      scales.push_back((share * m_now + larger(T(0), r_now)) / (std::sqrt(v_now) + eps));
      now.m.push_back(m_now);
      now.v.push_back(v_now);
      now.r.push_back(r_now);
      now.s.push_back(scales.back());
    }
    now.scale = sum_of(scales);
    return now;
  }

  mechanize_options<> o_;
};

}  // namespace

transformation detail::make_mechanize(const mechanize_options<>& o) { return mechanize_rule(o); }

}  // namespace optaxx::contrib
