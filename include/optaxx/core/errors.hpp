#pragma once

#include <stdexcept>

namespace optaxx {

/// A tree that does not fit: another structure, shape or dtype than expected. The message names the
/// function, the path of the leaf, what was expected and what came.
class tree_mismatch : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// A file or a text that cannot be read as what it claims to be.
class format_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace optaxx
