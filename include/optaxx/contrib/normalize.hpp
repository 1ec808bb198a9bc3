#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx::contrib {

/// u = u / ||u||, the norm of all updates: NaN for updates that are all zero. Mirrors
/// optax.contrib.normalize. State: EmptyState.
transformation normalize();

}  // namespace optaxx::contrib
