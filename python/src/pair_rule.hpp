#pragma once

#include <optaxx/core/transform.hpp>

#include "python.hpp"

namespace optaxx::python {

/// A pair of functions of Python's, as optax.GradientTransformation(init, update): they are given
/// copies, and what they give back is copied. With `extra`, update gets the extra arguments of the
/// call as they came. The functions are not kept alive.
transformation pair_of(nb::handle init, nb::handle update, bool extra, std::string name);

}  // namespace optaxx::python
