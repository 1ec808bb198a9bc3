#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The inner transformation, unless an incoming update is NaN or infinite: then updates of zero,
/// and the inner state stays. After more than max_consecutive_errors such steps in a row they are
/// let through. Mirrors optax.apply_if_finite. State: ApplyIfFiniteState(notfinite_count,
/// last_finite, total_notfinite, inner_state).
template <class Inner = transformation, class MaxConsecutiveErrors = std::int64_t>
struct apply_if_finite_options {
  Inner inner = missing<Inner>();                                                 ///< Required.
  MaxConsecutiveErrors max_consecutive_errors = missing<MaxConsecutiveErrors>();  ///< Required.
  OPTAXX_FIELDS(inner, max_consecutive_errors)
};

namespace detail {
transformation make_apply_if_finite(const apply_if_finite_options<>& o);
}

inline constexpr factory<transformation, apply_if_finite_options, 2, transformation, std::int64_t>
    apply_if_finite{detail::make_apply_if_finite};

}  // namespace optaxx
