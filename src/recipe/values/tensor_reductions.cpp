// Arrays along their axes.
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "core/element.hpp"
#include "linalg/axis_sums.hpp"
#include "optaxx/core/astype.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/float_functions.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

shape reduced_shape(const shape& s, const std::vector<bool>& axes, bool keepdims) {
  std::vector<std::int64_t> extents;
  for (std::size_t axis = 0; axis < s.rank(); ++axis) {
    if (!axes[axis]) extents.push_back(s[axis]);
    if (axes[axis] && keepdims) extents.push_back(1);
  }
  return {extents.begin(), extents.end()};
}

template <class T>
array filled(const std::vector<T>& numbers, const shape& s) {
  array result(dtype_of<T>, s);
  std::copy(numbers.begin(), numbers.end(), result.mutable_data<T>());
  return result;
}

// In float32, or in double.
array summed(const array& a, const axis_runs& units, const shape& s) {
  if (a.dtype() == dtype::f64) return filled(axis_sums(units, a.data<double>()), s);
  return filled(axis_sums(units, astype(a, dtype::f32).data<float>()), s);
}

// f(sum so far, number) of each unit, from the first number on.
template <class T, class F>
[[gnu::noinline]] array folded(const array& a, const axis_runs& units, const shape& s, double first,
                               const F& f) {
  std::vector<T> results(units.units(), static_cast<T>(first));
  const T* const numbers = a.data<T>();
  units.for_each_run(0, a.size(), [&](const axis_runs::run& r) {
    for (std::size_t i = 0; i < r.elements; ++i) {
      T& result = results[r.unit + i * r.step];
      result = f(result, numbers[r.element + i]);
    }
  });
  array result(a.dtype(), s);
  std::copy(results.begin(), results.end(), result.mutable_data<T>());
  return result;
}

template <class F>
array folded(const array& a, const axis_runs& units, const shape& s, double first, const F& f) {
  const flush_guard guard;
  switch (a.dtype()) {
    case dtype::f64:
      return folded<double>(a, units, s, first, f);
    case dtype::i32:
      return folded<std::int32_t>(a, units, s, first, f);
    case dtype::i64:
      return folded<std::int64_t>(a, units, s, first, f);
    default:
      return folded<float>(a, units, s, first, f);
  }
}

// Integers wrap around.
template <class T>
T plus(T a, T b) {
  return static_cast<T>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
template <class T>
T times(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    return a * b;
  } else {
    return static_cast<T>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
  }
}

double lowest_of(dtype type) {
  if (type == dtype::i32) return std::numeric_limits<std::int32_t>::min();
  if (type == dtype::i64) return static_cast<double>(std::numeric_limits<std::int64_t>::min());
  return -std::numeric_limits<double>::infinity();
}
double highest_of(dtype type) {
  return type == dtype::i32 ? std::numeric_limits<std::int32_t>::max() : -lowest_of(type);
}

array reduced_array(reduction what, const array& a, const axis_runs& units, const shape& s) {
  switch (what) {
    case reduction::sum:
    case reduction::mean:
      if (is_float(a.dtype())) return summed(a, units, s);
      return folded(a, units, s, 0, []<class T>(T x, T y) {
        if constexpr (std::is_floating_point_v<T>) {
          return x + y;
        } else {
          return plus(x, y);
        }
      });
    case reduction::prod:
      return folded(a, units, s, 1, []<class T>(T x, T y) { return times(x, y); });
    case reduction::max:
      return folded(a, units, s, lowest_of(a.dtype()), []<class T>(T x, T y) {
        if constexpr (std::is_floating_point_v<T>) {
          return larger(x, y);
        } else {
          return std::max(x, y);
        }
      });
    default:
      return folded(a, units, s, highest_of(a.dtype()), []<class T>(T x, T y) {
        if constexpr (std::is_floating_point_v<T>) {
          return smaller(x, y);
        } else {
          return std::min(x, y);
        }
      });
  }
}

value truths_reduced(bool all, const value& v, const axis_runs& units, const shape& s,
                     const allowance_of_arrays& allowance, bool x64) {
  const array_operand given = array_of(v, x64);
  const array truths = *array_of(truths_of(tensor{given.numbers, allowance, false}), x64).numbers;
  array result(dtype::boolean, s);
  bool* const out = result.mutable_data<bool>();
  std::fill_n(out, result.size(), all);
  const auto* const numbers = static_cast<const unsigned char*>(truths.data());
  units.for_each_run(0, truths.size(), [&](const axis_runs::run& r) {
    for (std::size_t i = 0; i < r.elements; ++i) {
      bool& result = out[r.unit + i * r.step];
      const bool number = numbers[r.element + i] != 0;
      result = all ? result && number : result || number;
    }
  });
  return array_value(std::move(result), false, allowance);
}

}  // namespace

value reduced(reduction what, const value& v, const std::vector<bool>& axes, bool keepdims,
              const std::optional<dtype>& type, bool x64) {
  const array_operand given = array_of(v, x64);
  const array& a = *given.numbers;
  const allowance_of_arrays allowance = allowance_of({v});
  allowance->compute(a.size());
  const axis_runs units(a.shape(), axes);
  const shape s = reduced_shape(a.shape(), axes, keepdims);
  const bool extreme = what == reduction::max || what == reduction::min;
  if (extreme && units.elements_of_unit() == 0 && units.units() != 0)
    throw std::invalid_argument("the largest or smallest of no numbers");
  if (what == reduction::any || what == reduction::all)
    return truths_reduced(what == reduction::all, v, units, s, allowance, x64);

  const dtype own = type_of_operand(v, x64).type;
  const bool counts = !extreme && own == dtype::boolean;
  const dtype whole = x64 ? dtype::i64 : dtype::i32;
  const dtype natural = what == reduction::mean ? as_float({0, own, false}).type
                        : counts                ? whole
                                                : own;
  const dtype result_type = type.value_or(natural);
  // Below float32 it is computed in float32, and bools as integers.
  const dtype in = is_narrow(result_type)          ? dtype::f32
                   : result_type == dtype::boolean ? dtype::i32
                                                   : result_type;
  array result = reduced_array(what, astype(a, in), units, s);
  if (what == reduction::mean) {
    const value sum = array_value(std::move(result), false, allowance);
    const value n = jax_scalar{static_cast<double>(units.elements_of_unit()), in, false};
    return cast(binary("/", sum, n, x64), result_type, x64);
  }
  if (result.dtype() != result_type) result = astype(result, result_type);
  return array_value(std::move(result), false, allowance);
}

}  // namespace optaxx::recipes
