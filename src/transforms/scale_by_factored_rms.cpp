#include "optaxx/transforms/scale_by_factored_rms.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/described_function.hpp"
#include "core/flush_guard.hpp"
#include "kernels/decay_into.hpp"
#include "kernels/divide_by.hpp"
#include "kernels/identity.hpp"
#include "kernels/inverse_root.hpp"
#include "kernels/multiply_by_both.hpp"
#include "kernels/scale_by_whole_rms.hpp"
#include "kernels/square_plus.hpp"
#include "optaxx/tree_utils/safe_increment.hpp"

namespace optaxx {
namespace {

struct long_axes {
  std::size_t second;  // d1
  std::size_t first;   // d0
};

std::optional<long_axes> factored_axes(const shape& s, const scale_by_factored_rms_options<>& o) {
  if (!o.factored || s.rank() < 2) return std::nullopt;
  // Of axes of one length the last is the longest.
  const auto longest_but = [&](std::size_t other) {
    std::size_t found = other == 0 ? 1 : 0;
    for (std::size_t k = found + 1; k < s.rank(); ++k) {
      if (k != other && s[k] >= s[found]) found = k;
    }
    return found;
  };
  const std::size_t first = longest_but(s.rank());
  const long_axes found{longest_but(first), first};
  if (s[found.second] < o.min_dim_size_to_factor) return std::nullopt;
  return found;
}

shape without(const shape& s, std::size_t axis) {
  std::vector<std::int64_t> extents(s.begin(), s.end());
  extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
  return {extents.begin(), extents.end()};
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

    using reduced = std::optional<std::vector<bool>>;
    const auto one = [](const shape& s, std::size_t axis) {
      std::vector<bool> chosen(s.rank(), false);
      chosen[axis] = true;
      return chosen;
    };
    const auto along = [&](std::size_t long_axes::*axis) {
      return [this, axis, one](const shape& s) -> reduced {
        const auto axes = s.elements() == 0 ? std::nullopt : factored_axes(s, o_);
        if (!axes) return std::nullopt;
        return one(s, (*axes).*axis);
      };
    };
    state.axes("rows", along(&long_axes::first));
    state.axes("columns", along(&long_axes::second));
    state.axes("whole", [this](const shape& s) -> reduced {
      if (factored_axes(s, o_)) return std::nullopt;
      return std::vector<bool>(s.rank(), false);
    });
    // The other long axis, among those that the rows have left.
    state.axes("all_rows", "rows", [this, one](const shape& s) -> reduced {
      const long_axes axes = *factored_axes(s, o_);
      return one(without(s, axes.first), axes.second - (axes.second > axes.first ? 1 : 0));
    });
  }
  void update(sweep& s, const state_view& state) const override {
    s.require_params("scale_by_factored_rms");
    const number decay = decay_at(static_cast<step_t>(s.get(state["count"])));
    const double rest = decay.one_minus();
    const leaf_axes& of_rows = s.axes(state, "rows");
    const leaf_axes& of_columns = s.axes(state, "columns");
    sweep factored = s.only(of_rows);
    if (factored.leaves() != 0) {
      auto [rows, columns] = factored.axis_means(numbers::f32, {&of_rows, &of_columns},
                                                 kernels::square_plus<double>{o_.epsilon});
      const kernels::decay_into<double> decayed{decay, rest};
      rows.map(numbers::f32_inside, decayed, state["v_row"]);
      columns.map(numbers::f32_inside, decayed, state["v_col"]);
      rows.map(
          kernels::divide_by<double>{},
          rows.axis_mean(numbers::weak, s.axes(state, "all_rows"), kernels::identity<double>{}));
      rows.map(kernels::inverse_root<double>{});
      columns.map(kernels::inverse_root<double>{});
      factored.map(numbers::f32_inside, kernels::multiply_by_both<double>{}, rows, columns);
    }
    s.only(s.axes(state, "whole"))
        .map(numbers::f32_inside, kernels::scale_by_whole_rms<double>{decay, rest, o_.epsilon},
             state["v"]);
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
