#include "optaxx/transforms/scale_by_factored_rms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "core/described_function.hpp"
#include "core/flush_guard.hpp"
#include "linalg/axis_sums.hpp"
#include "optaxx/core/astype.hpp"
#include "optaxx/tree_utils/safe_increment.hpp"

namespace optaxx {
namespace {

struct long_axes {
  std::size_t second;  // d1
  std::size_t first;   // d0
};

std::optional<long_axes> factored_axes(const shape& s, const scale_by_factored_rms_options<>& o) {
  if (!o.factored || s.rank() < 2) return std::nullopt;
  std::vector<std::size_t> by_length(s.rank());
  std::iota(by_length.begin(), by_length.end(), 0U);
  std::stable_sort(by_length.begin(), by_length.end(),
                   [&](std::size_t a, std::size_t b) { return s[a] < s[b]; });
  const long_axes found{by_length[s.rank() - 2], by_length[s.rank() - 1]};
  if (s[found.second] < o.min_dim_size_to_factor) return std::nullopt;
  return found;
}

shape without(const shape& s, std::size_t axis) {
  std::vector<std::int64_t> extents(s.begin(), s.end());
  extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
  return {extents.begin(), extents.end()};
}

axis_sums along(const shape& s, std::size_t axis) {
  std::vector<bool> reduced(s.rank(), false);
  reduced[axis] = true;
  return {s, reduced};
}

// An array to compute on: below float32 a copy in float32, which `store` rounds.
class widened {
 public:
  explicit widened(array& a) : of_(a) {
    if (is_narrow(a.dtype())) wide_ = astype(a, dtype::f32);
  }
  array& values() { return is_narrow(of_.dtype()) ? wide_ : of_; }
  void store() { store(of_.dtype()); }
  // In another dtype, at least as wide.
  void store(dtype type) {
    if (is_narrow(of_.dtype())) of_ = astype(wide_, type);
  }

 private:
  array& of_;
  array wide_;
};

// What a step needs besides the arrays, in the leaf's dtype.
template <class T>
struct numbers {
  T decay, rest, epsilon;

  T square(T u) const { return u * u + epsilon; }
};

// 1 - d is formed in the type of d.
template <class T>
[[gnu::noinline]] numbers<T> numbers_of(const number& decay, double epsilon) {
  return {static_cast<T>(decay.value()), static_cast<T>(decay.one_minus()),
          static_cast<T>(epsilon)};
}

template <class T>
void add_means(const axis_sums& units, const T* u, const numbers<T>& n, T* v) {
  const std::vector<T> sums = units.sums(u, [&](T x) { return n.square(x); });
  const T length = static_cast<T>(units.elements());
  for (std::size_t i = 0; i < sums.size(); ++i) v[i] = n.decay * v[i] + n.rest * (sums[i] / length);
}

// Multiplies each element by its unit's factor.
template <class T>
void scale_units(const axis_sums& units, const std::vector<T>& factors, T* u) {
  units.for_each_run([&](std::size_t at, std::size_t unit, std::size_t n, std::size_t step) {
    for (std::size_t i = 0; i < n; ++i) u[at + i] = u[at + i] * factors[unit + i * step];
  });
}

// v / mean(v, axis) to the power of -0.5.
template <class T>
std::vector<T> row_factors(const axis_sums& units, const T* v, std::size_t size) {
  std::vector<T> means = units.sums(v);
  for (T& m : means) m = m / static_cast<T>(units.elements());
  std::vector<T> factors(size);
  units.for_each_run([&](std::size_t at, std::size_t unit, std::size_t n, std::size_t step) {
    for (std::size_t i = 0; i < n; ++i)
      factors[at + i] = std::pow(v[at + i] / means[unit + i * step], T(-0.5));
  });
  return factors;
}

template <class T>
[[gnu::noinline]] void scale_factored(array& update, const long_axes& axes, array& v_row,
                                      array& v_col, const numbers<T>& n) {
  T* const u = update.mutable_data<T>();
  const axis_sums rows = along(update.shape(), axes.first);
  const axis_sums columns = along(update.shape(), axes.second);
  add_means(rows, u, n, v_row.mutable_data<T>());
  add_means(columns, u, n, v_col.mutable_data<T>());
  const std::size_t among_rows = axes.second - (axes.second > axes.first ? 1 : 0);
  scale_units(rows, row_factors(along(v_row.shape(), among_rows), v_row.data<T>(), v_row.size()),
              u);
  std::vector<T> column_factors(v_col.size());
  for (std::size_t i = 0; i < column_factors.size(); ++i)
    column_factors[i] = std::pow(v_col.data<T>()[i], T(-0.5));
  scale_units(columns, column_factors, u);
}

template <class T>
[[gnu::noinline]] void scale_whole(array& update, array& second_moment, const numbers<T>& n) {
  T* const u = update.mutable_data<T>();
  T* const v = second_moment.mutable_data<T>();
  for (std::size_t i = 0; i < update.size(); ++i) {
    v[i] = n.decay * v[i] + n.rest * n.square(u[i]);
    u[i] = u[i] * std::pow(v[i], T(-0.5));
  }
}

class scale_by_factored_rms_rule final : public rule {
 public:
  explicit scale_by_factored_rms_rule(const scale_by_factored_rms_options<>& o) : o_(o) {}

  void init(layout& state) const override {
    state.type("FactoredState");
    state.scalar("count", dtype::i32);
    // An array with one axis less, or with all of them if `whole`, if this leaf uses it.
    const auto zeros = [this](const array& p, bool whole, std::size_t long_axes::*axis) {
      const auto axes = factored_axes(p.shape(), o_);
      if (axes && !whole) return array(p.dtype(), without(p.shape(), (*axes).*axis));
      return !axes && whole ? array(p.dtype(), p.shape()) : array(p.dtype(), {1});
    };
    state.slot("v_row", [&](const array& p) { return zeros(p, false, &long_axes::first); });
    state.slot("v_col", [&](const array& p) { return zeros(p, false, &long_axes::second); });
    state.slot("v", [&](const array& p) { return zeros(p, true, &long_axes::first); });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_factored_rms");
    const number decay = decay_at(static_cast<step_t>(s.get(state["count"])));
    const slot v_row = state["v_row"];
    const slot v_col = state["v_col"];
    const slot v = state["v"];
    const auto scale = [&]<class T>(leaf_view& leaf, const numbers<T>& n) {
      widened update(leaf.update());
      if (const auto axes = factored_axes(leaf.update().shape(), o_)) {
        widened row(leaf[v_row]);
        widened column(leaf[v_col]);
        scale_factored(update.values(), *axes, row.values(), column.values(), n);
        row.store();
        column.store();
      } else {
        widened moment(leaf[v]);
        scale_whole(update.values(), moment.values(), n);
        moment.store();
      }
      update.store(promote(leaf.update().dtype(), leaf.param().dtype()));
    };
    s.for_each_leaf(
        [&](leaf_view& leaf) {
          if (leaf.update().size() == 0) return;
          const flush_guard guard;
          if (leaf.update().dtype() == dtype::f64) {
            scale(leaf, numbers_of<double>(decay, o_.epsilon));
          } else {
            scale(leaf, numbers_of<float>(decay, o_.epsilon));
          }
        },
        "scale_by_factored_rms");
    s.increment(state["count"]);
  }
  call describe() const override {
    return call_of<scale_by_factored_rms_options<>>("optax.scale_by_factored_rms", o_);
  }

 private:
  // A float32, and a float64 where the rate is an array of that type.
  number decay_at(step_t count) const {
    step_t step;
    if (__builtin_sub_overflow(count, o_.step_offset, &step))
      step = std::numeric_limits<step_t>::max();  // a count is not negative
    if (o_.decay_rate_fn) {
      const double decay = o_.decay_rate_fn(step, o_.decay_rate);
      return {static_cast<double>(detail::flushed([&] { return static_cast<float>(decay); })),
              dtype::f32};
    }
    return detail::flushed([&]() -> number {
      const auto t = static_cast<float>(safe_increment(step));
      const double rate = -o_.decay_rate.value();
      if (o_.decay_rate.dtype() == dtype::f64)
        return {1.0 - std::pow(static_cast<double>(t), rate), dtype::f64};
      return {static_cast<double>(1.0F - std::pow(t, static_cast<float>(rate))), dtype::f32};
    });
  }

  scale_by_factored_rms_options<> o_;
};

}  // namespace

std::string option_text(const decay_rate_function& value) {
  return value ? detail::expression_of<double(step_t, double)>(value, "decay_rate_fn") : "";
}

transformation detail::make_scale_by_factored_rms(const scale_by_factored_rms_options<>& o) {
  return scale_by_factored_rms_rule(o);
}

}  // namespace optaxx
