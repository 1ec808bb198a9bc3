#pragma once

#include <string>
#include <utility>
#include <vector>

namespace optaxx {

/// An Optax call as text: what a transformation or schedule says of itself. An empty keyword: a
/// positional argument.
struct call {
  std::string function;
  std::vector<std::pair<std::string, std::string>> arguments;

  /// "optax.adamw(learning_rate=0.001, weight_decay=0.1)". A function of no module and without
  /// arguments is what its caller named: "my_rule", which a recipe can bind.
  std::string text() const;
};

}  // namespace optaxx
