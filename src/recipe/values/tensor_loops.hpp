#pragma once

#include <cstddef>
#include <memory>

#include "core/flush_guard.hpp"
#include "optaxx/core/astype.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {

template <class In, class Out, class F>
[[gnu::noinline]] void run_loop(const F& f, std::size_t n, Out* out, const In* x) {
  for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i]);
}
/// A number that is the same everywhere has a loop of its own, which compilers vectorise.
template <class In, class Out, class F>
[[gnu::noinline]] void run_loop(const F& f, std::size_t n, Out* out, const In* x, bool same_x,
                                const In* y, bool same_y) {
  if (same_x && n != 1) {
    const In a = x[0];
    for (std::size_t i = 0; i < n; ++i) out[i] = f(a, y[i]);
  } else if (same_y && n != 1) {
    const In b = y[0];
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], b);
  } else {
    for (std::size_t i = 0; i < n; ++i) out[i] = f(x[i], y[i]);
  }
}

/// The type in which the numbers of a float type are computed.
inline dtype computed_in(dtype type) { return is_narrow(type) ? dtype::f32 : type; }

/// f of each number of an array of floats, in a type of them: `single` of floats, `twice` of
/// doubles; the result is rounded to its type.
template <class Single, class Double>
value mapped(const tensor& t, dtype type, const Single& single, const Double& twice,
             std::uint64_t work = 1) {
  const array& a = *t.numbers;
  t.allowance->compute(work * a.size());
  const array x = astype(a, computed_in(type));
  array result = new_array(x.dtype(), a.shape(), t.allowance);
  {
    const flush_guard guard;
    if (x.dtype() == dtype::f64) {
      run_loop(twice, a.size(), result.mutable_data<double>(), x.data<double>());
    } else {
      run_loop(single, a.size(), result.mutable_data<float>(), x.data<float>());
    }
  }
  if (type != x.dtype()) result = astype(result, type);
  return array_value(std::move(result), t.weak, t.allowance);
}

}  // namespace optaxx::recipes
