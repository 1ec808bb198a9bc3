#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// The mean of each leaf with several axes is taken away along all but the first: u = u - mean(u).
/// Yong et al. 2020 (arXiv:2004.01461). Mirrors optax.centralize: the first axis is that of the
/// units, which for kernels of JAX are inputs.
transformation centralize();

}  // namespace optaxx
