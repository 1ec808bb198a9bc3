#pragma once

#include <cstdint>

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The sum of k updates at every k-th step, and zeros at the others. Mirrors optax.apply_every: the
/// links around it take all steps, what is not given out is multiplied by zero, so that a NaN is
/// there at once, and a zero has a sign. multi_steps has neither trait. State: ApplyEvery(count,
/// grad_acc). Throws std::invalid_argument unless k is positive.
template <class K = std::int64_t>
struct apply_every_options {
  K k = or_default<K>(1);  ///< How many updates are summed.
  OPTAXX_FIELDS(k)
};

namespace detail {
transformation make_apply_every(const apply_every_options<>& o);
}

inline constexpr factory<transformation, apply_every_options, 0, std::int64_t> apply_every{
    detail::make_apply_every};

}  // namespace optaxx
