#pragma once

#include "optaxx/core/labelled.hpp"
#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A chain whose links have names: `named_chain({{"clip", clip(1.0)}, {"adam", adam(1e-3)}})`.
/// Mirrors optax.named_chain. State: an ordered dict of the links' states, `state["adam"]`. Throws
/// std::invalid_argument for a name given twice.
transformation named_chain(labelled_transformations links);

}  // namespace optaxx
