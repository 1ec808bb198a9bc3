#pragma once

#include "optaxx/combinators/condition.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// Whether a condition holds in this step, which the field `step` of the state counts.
inline bool decides(const condition& should_transform_fn, bool forward_extra_args, sweep& s,
                    const state_view& state) {
  const auto step = static_cast<step_t>(s.get(state["step"]));
  s.increment(state["step"]);
  return forward_extra_args ? should_transform_fn(step, s.extra()) : should_transform_fn(step, {});
}

}  // namespace optaxx
