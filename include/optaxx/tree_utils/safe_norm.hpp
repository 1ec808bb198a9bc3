#pragma once

#include "optaxx/core/array.hpp"
#include "optaxx/core/number.hpp"

namespace optaxx {

/// max(sqrt(sum of x^2), min_norm) of all elements, in x's dtype. Mirrors optax.safe_norm without
/// `ord` and `axis`. Throws std::invalid_argument if x is no array of floats.
double safe_norm(const array& x, const number& min_norm);
/// max(sqrt(mean of x^2), min_rms). Mirrors optax.safe_root_mean_squares.
double safe_root_mean_squares(const array& x, const number& min_rms);

}  // namespace optaxx
