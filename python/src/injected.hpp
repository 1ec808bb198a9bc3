#pragma once

#include <optaxx/core/transform.hpp>
#include <optional>
#include <string>

#include "python.hpp"
#include "values.hpp"

namespace optaxx::python {

/// optax.inject_hyperparams of a function of Python: `make` gets the numbers of a step in the order
/// of `hyperparams`, a dict of numbers and schedules, and gives a transformation. `others` are the
/// further arguments of the function called `name`, as text. The functions are not kept alive, but
/// come behind those that `called` has.
transformation injected(nb::handle make, const std::string& name, const nb::dict& hyperparams,
                        const nb::dict& others, std::optional<dtype> hyperparam_dtype,
                        functions& called);

}  // namespace optaxx::python
