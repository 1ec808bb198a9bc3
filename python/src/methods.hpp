#pragma once

#include <exception>

#include "python.hpp"
#include "values.hpp"

namespace optaxx::python {

/// The transformation's steps; throws std::logic_error if it is being destroyed.
stepper& steps_of(const transformation_value& tx);

/// init, update and step of a transformation: methods as those of classes written in C, which cost
/// less to call than nanobind's and may be given to jax.jit.
PyMethodDef* transformation_methods();

/// Makes Python's exception of one of C++ that nanobind knows under another name.
void translate(const std::exception_ptr& p, void*);

}  // namespace optaxx::python
