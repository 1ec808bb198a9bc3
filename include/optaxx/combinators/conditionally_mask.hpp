#pragma once

#include "optaxx/combinators/condition.hpp"

namespace optaxx {

/// The inner transformation in steps where the condition holds; otherwise updates are zero, and the
/// inner state stays. Mirrors optax.conditionally_mask. State: ConditionallyMaskState(step,
/// inner_state).
template <class Inner = transformation, class ShouldTransformFn = condition>
struct conditionally_mask_options {
  Inner inner = missing<Inner>();                                        ///< Required.
  ShouldTransformFn should_transform_fn = missing<ShouldTransformFn>();  ///< Required.
  bool forward_extra_args = false;  ///< Whether the condition gets the extra arguments.
  OPTAXX_FIELDS(inner, should_transform_fn, forward_extra_args)
};

namespace detail {
transformation make_conditionally_mask(const conditionally_mask_options<>& o);
}

inline constexpr factory<transformation, conditionally_mask_options, 2, transformation, condition>
    conditionally_mask{detail::make_conditionally_mask};

}  // namespace optaxx
