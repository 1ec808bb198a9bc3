#pragma once

#include <string>
#include <vector>

#include "optaxx/core/transform.hpp"

namespace support {

/// A transformation under the C++ expression that makes it.
struct named_transformation {
  std::string name;
  optaxx::transformation tx;
  /// Of a chain, or of an optimizer that is one: what it is a chain of.
  std::vector<optaxx::transformation> links = {};
};

/// Every factory of the library, in the configurations that run different code. Masks and labels
/// tell leaves called "w" from the others, and groups called "even..." too.
const std::vector<named_transformation>& every_transformation();

/// Those that throw without the extra argument `value`.
const std::vector<named_transformation>& every_one_that_needs_a_loss();

}  // namespace support
