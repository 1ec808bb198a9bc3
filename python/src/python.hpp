// Python's objects and what all files here ask of them.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <string>

namespace nb = nanobind;

namespace optaxx::python {

/// The package's functions that are written in Python: optaxx._python.
nb::object helper(const char* name);

inline nb::object borrowed(PyObject* o) { return nb::borrow<nb::object>(o); }
/// A new reference; throws the Python error if there is none.
inline nb::object owned(PyObject* o) {
  if (o == nullptr) nb::raise_python_error();
  return nb::steal<nb::object>(o);
}

inline std::string text_of(nb::handle o) { return nb::str(o).c_str(); }
inline std::string type_name(nb::handle o) { return Py_TYPE(o.ptr())->tp_name; }

}  // namespace optaxx::python
