#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The inner transformation on one vector that holds the elements of all leaves, one leaf behind
/// the other, in the widest of their dtypes. Mirrors optax.flatten: what is computed per leaf, as
/// the norms of `clip_by_block_rms` and `scale_by_trust_ratio` are, is computed once, of
/// everything. In JAX it also saves calls; here leaves share their passes over memory anyway, and
/// the vector is a copy: each step copies the updates there and back, and the parameters there.
///
/// State: that of the inner transformation, for a single array. Updates come back in the vector's
/// dtype, as in Optax, but as float32 for leaves below float64 where that is float64. Throws
/// tree_mismatch in init if a leaf is not of floats.
template <class Inner = transformation>
struct flatten_options {
  Inner inner = missing<Inner>();  ///< Required.
  OPTAXX_FIELDS(inner)
};

namespace detail {
transformation make_flatten(const flatten_options<>& o);
}

inline constexpr factory<transformation, flatten_options, 1, transformation> flatten{
    detail::make_flatten};

}  // namespace optaxx
