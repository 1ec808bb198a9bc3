#pragma once

#include <cstdint>
#include <optional>

#include "optaxx/core/dtype.hpp"

namespace optaxx {

/// How a step computes. `exact`: the operations of Optax's formulas, one by one in Optax's order.
/// `fast`: the same formulas with fewer divisions, where memory is not what a step waits for: a
/// division by a number that all elements share becomes a product with its reciprocal, and `x * (1
/// / sqrt(y))` becomes `x / sqrt(y)`. Both give the same bits on every machine and for every number
/// of threads. docs/numerics.md says how far apart they are.
enum class numerics : std::uint8_t { exact, fast };

/// Options of `transformation::init`. They hold for all steps of the state, and go with its copies.
struct init_options {
  optaxx::numerics numerics = optaxx::numerics::exact;
  /// What the gradients will be, if wider than the parameters: the state is then laid out as their
  /// first step would leave it. Without it the first step does that.
  std::optional<dtype> gradients = {};
};

}  // namespace optaxx
