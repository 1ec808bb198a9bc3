#include "optaxx/combinators/skip_update.hpp"

#include <span>

#include "core/flush_guard.hpp"
#include "kernels/nonfinite.hpp"
#include "kernels/square.hpp"
#include "optaxx/core/tree_map.hpp"

namespace optaxx {
namespace {

class of_function final : public skip_update::judge {
 public:
  using function = std::function<skip_decision(const tree&, step_t, const tree&)>;
  explicit of_function(function f) : f_(std::move(f)) {}

  void init(layout& state, std::string_view field) const override {
    const tree zeros =
        tree_map([](const array& a) { return array(a.dtype(), a.shape()); }, state.params());
    state.value(field, f_(zeros, 0, state.params()).second);
  }
  bool decide(sweep& s, const state_view& field, step_t gradient_step) const override {
    skip_decision decision = f_(s.updates(), gradient_step, s.params());
    s.set_tree(field, std::move(decision.second));
    return decision.first;
  }
  std::string text() const override { return "should_skip_update_fn"; }

 private:
  function f_;
};

class if_not_finite final : public skip_update::judge {
 public:
  void init(layout& state, std::string_view field) const override {
    state.value(field,
                tree{{"num_not_finite", array::scalar(state.x64() ? dtype::i64 : dtype::i32, 0)},
                     {"should_skip", array::scalar(dtype::boolean, 0)}});
  }
  bool decide(sweep& s, const state_view& field, step_t) const override {
    double count = 0;
    for (const double of_leaf : s.leaf_sums(kernels::nonfinite<double>{})) count += of_leaf;
    s.set(field["num_not_finite"], count);
    s.set(field["should_skip"], count > 0 ? 1 : 0);
    return count > 0;
  }
  std::string text() const override { return "optax.skip_not_finite"; }
};

class if_large final : public skip_update::judge {
 public:
  explicit if_large(const number& bound) : bound_(bound) {}

  void init(layout& state, std::string_view field) const override {
    const dtype type = state.x64() ? dtype::f64 : dtype::f32;
    state.value(field, tree{{"norm_squared", array::scalar(type, 0)},
                            {"should_skip", array::scalar(dtype::boolean, detail::flushed([&] {
                                                            return is_large(0.0F);
                                                          }))}});
  }
  bool decide(sweep& s, const state_view& field, step_t) const override {
    const std::span<const double> sums = s.leaf_sums(kernels::square<double>{});
    const auto [norm, large] =
        detail::flushed([&] { return s.x64() ? judge_sum<double>(sums) : judge_sum<float>(sums); });
    s.set(field["norm_squared"], norm);
    s.set(field["should_skip"], large ? 1 : 0);
    return large;
  }
  std::string text() const override {
    return "functools.partial(optax.skip_large_updates, max_squared_norm=" + bound_.text() + ")";
  }

 private:
  template <class T>
  bool is_large(T norm) const {
    return !(norm < static_cast<T>(bound_.value()));
  }
  template <class T>
  std::pair<double, bool> judge_sum(std::span<const double> sums) const {
    T norm = 0;
    for (const double of_leaf : sums) norm += static_cast<T>(of_leaf);
    return {static_cast<double>(norm), is_large(norm)};
  }

  number bound_;
};

}  // namespace

skip_update::skip_update(function f) : judge_(std::make_shared<of_function>(std::move(f))) {}

skip_update skip_not_finite() { return skip_update(std::make_shared<const if_not_finite>()); }

skip_update skip_large_updates(const number& max_squared_norm) {
  return skip_update(std::make_shared<const if_large>(max_squared_norm));
}

std::string option_text(const skip_update& value) { return value.text(); }

}  // namespace optaxx
