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

/// A thread that wants Python's lock when the interpreter has ended waits for the process to end,
/// with all that lies on its stack: up to 3.13 Python ends the thread by unwinding it, from which
/// destructors here would not come out.
[[noreturn]] void wait_for_the_end() noexcept;

/// Holds Python's lock.
class with_lock {
 public:
  with_lock() {
    try {
      state_ = PyGILState_Ensure();
    } catch (...) {
      wait_for_the_end();
    }
  }
  with_lock(const with_lock&) = delete;
  with_lock& operator=(const with_lock&) = delete;
  ~with_lock() { PyGILState_Release(state_); }

 private:
  PyGILState_STATE state_;
};

/// Gives it away.
class without_lock {
 public:
  without_lock() : state_(PyEval_SaveThread()) {}
  without_lock(const without_lock&) = delete;
  without_lock& operator=(const without_lock&) = delete;
  ~without_lock() {
    try {
      PyEval_RestoreThread(state_);
    } catch (...) {
      wait_for_the_end();
    }
  }

 private:
  PyThreadState* state_;
};

inline std::string text_of(nb::handle o) { return nb::str(o).c_str(); }
inline std::string type_name(nb::handle o) { return Py_TYPE(o.ptr())->tp_name; }

}  // namespace optaxx::python
