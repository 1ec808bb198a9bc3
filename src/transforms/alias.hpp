#pragma once

#include "optaxx/core/transform.hpp"

namespace optaxx {

/// A transformation under the name of the call that made it.
transformation alias(call c, transformation inner);

}  // namespace optaxx
