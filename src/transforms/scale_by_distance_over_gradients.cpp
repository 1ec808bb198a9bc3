#include "optaxx/transforms/scale_by_distance_over_gradients.hpp"

#include <cmath>
#include <span>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "kernels/scale.hpp"
#include "kernels/square.hpp"
#include "kernels/square_of_distance.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/tree_utils/safe_norm.hpp"

namespace optaxx {
namespace {

using options = scale_by_distance_over_gradients_options<>;

// In the wider of two dtypes, of which T is what is computed in.
template <class T>
double larger(double distance, double sum_of_squares) {
  const T now = std::sqrt(static_cast<T>(sum_of_squares));
  const T before = static_cast<T>(distance);
  return static_cast<double>(now < before ? before : now);
}

template <class T>
double rate(const options& o, double distance, double sum_of_squares) {
  const T root = std::sqrt(static_cast<T>(sum_of_squares) + static_cast<T>(o.eps.value()));
  return static_cast<double>(static_cast<T>(o.global_scale.value()) *
                             (static_cast<T>(distance) / root));
}

template <class T>
double sum(double a, double b) {
  return static_cast<double>(static_cast<T>(a) + static_cast<T>(b));
}

class scale_by_distance_over_gradients_rule final : public rule {
 public:
  explicit scale_by_distance_over_gradients_rule(const options& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("ScaleByDistanceOverGradientsState");
    state.slot("max_dist",
               [this](const array& p) { return array::scalar(p.dtype(), first_distance(p)); });
    const dtype wide = state.x64() ? dtype::f64 : dtype::f32;
    state.slot("grad_sum_of_squares", [wide](const array&) { return array(wide, {1}); });
    const dtype stored = o_.param_dtype == dtype::f64 ? wide : o_.param_dtype;
    state.slot("init_params", [stored](const array& p) { return astype(p, stored); });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_distance_over_gradients");
    const std::span<const double> away =
        s.leaf_sums(kernels::square_of_distance<double>{}, state["init_params"]);
    const std::span<const double> squares = s.leaf_sums(kernels::square<double>{});
    const slot distances = state["max_dist"];
    const slot sums = state["grad_sum_of_squares"];
    // The rate is an array of JAX.
    s.map_each(numbers::f32, [&](std::size_t leaf) {
      const auto at = static_cast<std::uint32_t>(leaf);
      const scalar distance{distances.first_leaf + at};
      const scalar gradients{sums.first_leaf + at};
      const double farthest = s.get(distance);
      const double all = s.get(gradients);
      const bool x64 = s.leaf_dtype(leaf) == dtype::f64;
      const flush_guard guard;
      const double d =
          x64 ? larger<double>(farthest, away[leaf]) : larger<float>(farthest, away[leaf]);
      const double g = x64 ? sum<double>(all, squares[leaf]) : sum<float>(all, squares[leaf]);
      s.set(distance, d);
      s.set(gradients, g);
      return kernels::scale<double>{x64 ? rate<double>(o_, d, g) : rate<float>(o_, d, g)};
    });
  }
  call describe() const override {
    return call_of<options>("optax.scale_by_distance_over_gradients", o_);
  }

 private:
  double first_distance(const array& p) const {
    const double norm = safe_norm(p, 0.0);
    return detail::flushed([&] {
      if (p.dtype() == dtype::f64) return o_.reps_rel.value() * (1 + norm);
      const float length = 1 + static_cast<float>(norm);
      return static_cast<double>(static_cast<float>(o_.reps_rel.value()) * length);
    });
  }

  options o_;
};

}  // namespace

transformation detail::make_scale_by_distance_over_gradients(
    const scale_by_distance_over_gradients_options<>& o) {
  return scale_by_distance_over_gradients_rule(o);
}

}  // namespace optaxx
