#pragma once

#include "python.hpp"

namespace optaxx::python {

/// The parameters to evaluate a model with, in new arrays.
nb::object schedule_free_eval_params(nb::handle state, nb::handle params);
/// `axis`: an int, several of them, or None.
nb::object unitwise_norm(nb::handle x, nb::handle axis);
nb::object unitwise_clip(nb::handle g_norm, nb::handle max_norm, nb::handle grad,
                         nb::handle div_eps);

}  // namespace optaxx::python
