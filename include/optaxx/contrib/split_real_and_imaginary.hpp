#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// The inner transformation on real parameters. Mirrors optax.contrib.split_real_and_imaginary,
/// which splits complex leaves into pairs of real ones and leaves real ones as they are: there is
/// no complex dtype here, so that all are real. A complex parameter is a dict or struct of two
/// arrays, its real and imaginary part, and has the numbers that Optax has for it then; of the
/// gradient that is the conjugate of what `jax.grad` gives. State:
/// SplitRealAndImaginaryState(inner_state).
template <class Inner = transformation>
struct split_real_and_imaginary_options {
  Inner inner = missing<Inner>();  ///< Required.
  OPTAXX_FIELDS(inner)
};

namespace detail {
transformation make_split_real_and_imaginary(const split_real_and_imaginary_options<>& o);
}

inline constexpr factory<transformation, split_real_and_imaginary_options, 1, transformation>
    split_real_and_imaginary{detail::make_split_real_and_imaginary};

}  // namespace optaxx::contrib
