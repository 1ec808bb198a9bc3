#pragma once

#include "optaxx/combinators/condition.hpp"

namespace optaxx {

/// The inner transformation in steps where the condition holds; otherwise updates go on as they
/// are, and the inner state stays. Mirrors optax.conditionally_transform. State:
/// ConditionallyTransformState(inner_state, step).
template <class Inner = transformation, class ShouldTransformFn = condition>
struct conditionally_transform_options {
  Inner inner = missing<Inner>();                                        ///< Required.
  ShouldTransformFn should_transform_fn = missing<ShouldTransformFn>();  ///< Required.
  bool forward_extra_args = false;  ///< Whether the condition gets the extra arguments.
  OPTAXX_FIELDS(inner, should_transform_fn, forward_extra_args)
};

namespace detail {
transformation make_conditionally_transform(const conditionally_transform_options<>& o);
}

inline constexpr factory<transformation, conditionally_transform_options, 2, transformation,
                         condition>
    conditionally_transform{detail::make_conditionally_transform};

}  // namespace optaxx
