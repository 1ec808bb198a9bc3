#pragma once

#include "optaxx/core/number.hpp"

namespace optaxx::detail {

/// number::one_minus, to be called under a nearest_guard.
double one_minus(const number& n);

}  // namespace optaxx::detail
