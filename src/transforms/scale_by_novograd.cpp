#include "optaxx/transforms/scale_by_novograd.hpp"

#include <cmath>
#include <span>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale_by_novograd.hpp"
#include "kernels/square.hpp"

namespace optaxx {
namespace {

class scale_by_novograd_rule final : public rule {
 public:
  explicit scale_by_novograd_rule(const scale_by_novograd_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByNovogradState");
    state.scalar("count", dtype::i32);
    state.slot("mu", {.dtype = o_.mu_dtype});
    state.slot("nu", [](const array& p) { return array::scalar(p.dtype(), 0); });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_novograd");
    const bool is_first = s.increment(state["count"]) == 1;
    const std::span<const double> sums = s.leaf_sums(kernels::square<double>{});
    const slot nu = state["nu"];
    s.map_each(
        [&](std::size_t leaf) {
          const scalar of_leaf{nu.first_leaf + static_cast<std::uint32_t>(leaf)};
          const dtype type = s.leaf_dtype(leaf);
          const flush_guard guard;
          const moment m = type == dtype::f64
                               ? moment_of<double>(type, sums[leaf], s.get(of_leaf), is_first)
                               : moment_of<float>(type, sums[leaf], s.get(of_leaf), is_first);
          s.set(of_leaf, m.nu);
          return kernels::scale_by_novograd<double>{o_.b1, m.denominator, o_.weight_decay,
                                                    is_first ? 1.0 : 0.0};
        },
        state["mu"]);
  }
  call describe() const override {
    return call_of<scale_by_novograd_options<>>("optax.scale_by_novograd", o_);
  }

 private:
  struct moment {
    double nu;
    double denominator;
  };

  // In a leaf's dtype, of which T is what is computed in.
  template <class T>
  [[gnu::noinline]] moment moment_of(dtype type, double sum_of_squares, double before,
                                     bool is_first) const {
    const auto rounded = [&](T x) {
      return static_cast<T>(detail::rounded_element(type, static_cast<double>(x)));
    };
    const auto in_type = [&](double x) { return rounded(static_cast<T>(x)); };
    const T norm = rounded(std::sqrt(static_cast<T>(sum_of_squares)));
    T nu = rounded(norm * norm);
    if (!is_first) {
      nu = rounded(rounded(in_type(o_.b2.one_minus()) * nu) +
                   rounded(in_type(o_.b2) * static_cast<T>(before)));
    }
    const T root = rounded(std::sqrt(rounded(nu + in_type(o_.eps_root))));
    return {static_cast<double>(nu), static_cast<double>(rounded(root + in_type(o_.eps)))};
  }

  scale_by_novograd_options<> o_;
};

}  // namespace

transformation detail::make_scale_by_novograd(const scale_by_novograd_options<>& o) {
  return scale_by_novograd_rule(o);
}

}  // namespace optaxx
