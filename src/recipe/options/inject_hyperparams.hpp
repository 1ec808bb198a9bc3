#pragma once

#include "recipe/values/value.hpp"

namespace optaxx::recipes {

/// optax.inject_hyperparams: a function that gives a function.
value inject_hyperparams_function();

}  // namespace optaxx::recipes
