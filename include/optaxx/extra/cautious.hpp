#pragma once

#include "optaxx/core/options.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The updates of an optimizer where they go against the gradient g, that is downhill, and zero
/// elsewhere. What is left of a leaf is made larger for what is not:
///
///     mask = -u * g > 0;  u = u * mask / max(mean(mask), eps)
///
/// with the mean over each leaf. Liang et al. 2024 (arXiv:2411.16085), algorithm 2, with the scale
/// of its authors' program; pytorch-optimizer's `cautious` divides by mean(mask) + 1 / size
/// instead. g is what comes into the wrapper. `inner` is a whole optimizer: its updates are to be
/// added to the parameters, so that they have the sign of -g. A weight decay inside it is masked
/// too; one behind it, as `chain(cautious(adam(rate)), add_decayed_weights(-rate * decay))`, is
/// not.
///
/// Optax has none. State: CautiousState(grads, inner_state); the gradients stay in it so that they
/// can be compared with the updates in the sweep that makes those.
template <class Inner = transformation>
struct cautious_options {
  Inner inner = missing<Inner>();  ///< Required.
  number eps = 1e-3;               ///< The least share of a leaf that its scale is made for.
  OPTAXX_FIELDS(inner, eps)
};

namespace detail {
transformation make_cautious(const cautious_options<>& o);
}

inline constexpr factory<transformation, cautious_options, 1, transformation> cautious{
    detail::make_cautious};

}  // namespace optaxx
