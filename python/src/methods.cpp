#include "methods.hpp"

#include <array>
#include <new>
#include <optaxx/core/errors.hpp>
#include <optaxx/recipe/binding.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>

#include "steps.hpp"

namespace optaxx::python {
namespace {

// What a method was given.
struct arguments {
  std::array<nb::handle, 3> named{};
  nb::object others;  // a dict, if there are any
};

struct method {
  const char* name;
  std::array<const char*, 3> names;
  std::size_t count;     // of the names
  std::size_t required;  // of them
};

arguments parsed(const method& m, PyObject* const* given, Py_ssize_t count, PyObject* keywords) {
  const std::string call = std::string(m.name) + "()";
  if (static_cast<std::size_t>(count) > m.count) {
    throw nb::type_error((call + " takes at most " + std::to_string(m.count) +
                          " arguments by position, got " + std::to_string(count))
                             .c_str());
  }
  arguments result;
  for (Py_ssize_t i = 0; i < count; ++i) result.named[static_cast<std::size_t>(i)] = given[i];
  const Py_ssize_t by_name = keywords == nullptr ? 0 : PyTuple_GET_SIZE(keywords);
  for (Py_ssize_t i = 0; i < by_name; ++i) {
    PyObject* const key = PyTuple_GET_ITEM(keywords, i);
    std::size_t place = 0;
    while (place < m.count && PyUnicode_CompareWithASCIIString(key, m.names[place]) != 0) ++place;
    if (place == m.count) {
      if (!result.others.is_valid()) result.others = nb::dict();
      if (PyDict_SetItem(result.others.ptr(), key, given[count + i]) < 0) nb::raise_python_error();
      continue;
    }
    if (result.named[place].is_valid())
      throw nb::type_error((call + " was given '" + m.names[place] + "' twice").c_str());
    result.named[place] = given[count + i];
  }
  for (std::size_t i = 0; i < m.required; ++i) {
    if (!result.named[i].is_valid())
      throw nb::type_error((call + " lacks the argument '" + m.names[i] + "'").c_str());
  }
  for (nb::handle& h : result.named) {
    if (!h.is_valid()) h = Py_None;
  }
  return result;
}

// Calls `run`, whose exceptions become Python's.
template <class Run>
PyObject* answered(const Run& run) noexcept {
  try {
    return run().release().ptr();
  } catch (nb::python_error& e) {
    e.restore();
  } catch (const nb::builtin_exception& e) {
    PyErr_SetString(PyExc_TypeError, e.what());
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (...) {
    try {
      translate(std::current_exception(), nullptr);
    } catch (const std::invalid_argument& e) {
      PyErr_SetString(PyExc_ValueError, e.what());
    } catch (const std::length_error& e) {
      PyErr_SetString(PyExc_ValueError, e.what());
    } catch (const std::exception& e) {
      PyErr_SetString(PyExc_RuntimeError, e.what());
    } catch (...) {
      PyErr_SetString(PyExc_RuntimeError, "an exception of an unknown kind");
    }
  }
  return nullptr;
}

stepper& steps_of(PyObject* self) {
  return python::steps_of(*nb::inst_ptr<transformation_value>(self));
}

PyObject* init(PyObject* self, PyObject* const* given, Py_ssize_t count, PyObject* keywords) {
  return answered([&] {
    const arguments a = parsed({"init", {"params"}, 1, 1}, given, count, keywords);
    std::optional<dtype> gradients;
    if (a.others.is_valid()) {
      for (const auto& [name, v] : nb::borrow<nb::dict>(a.others)) {
        if (text_of(name) != "gradients")
          throw nb::type_error(("init() has no argument '" + text_of(name) + "'").c_str());
        gradients = float_dtype_of(v, "gradients");
      }
    }
    return steps_of(self).init(a.named[0], gradients);
  });
}
PyObject* update(PyObject* self, PyObject* const* given, Py_ssize_t count, PyObject* keywords) {
  return answered([&] {
    const arguments a =
        parsed({"update", {"updates", "state", "params"}, 3, 2}, given, count, keywords);
    return steps_of(self).update(a.named[0], a.named[1], a.named[2], a.others);
  });
}
PyObject* step(PyObject* self, PyObject* const* given, Py_ssize_t count, PyObject* keywords) {
  return answered([&] {
    const arguments a =
        parsed({"step", {"grads", "state", "params"}, 3, 3}, given, count, keywords);
    steps_of(self).step(a.named[0], a.named[1], a.named[2], a.others);
    return nb::none();
  });
}

template <auto Function>
PyCFunction as_c() {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(Function));
}

}  // namespace

stepper& steps_of(const transformation_value& tx) {
  if (tx.steps == nullptr) throw std::logic_error("the transformation is being destroyed");
  return *tx.steps;
}

void translate(const std::exception_ptr& p, void*) {
  try {
    std::rethrow_exception(p);
  } catch (const format_error& e) {
    PyErr_SetString(PyExc_ValueError, e.what());
  } catch (const std::out_of_range& e) {
    PyErr_SetString(PyExc_KeyError, e.what());
  } catch (const std::system_error& e) {
    PyErr_SetString(PyExc_OSError, e.what());
  }
}

PyMethodDef* transformation_methods() {
  static PyMethodDef methods[] = {
      {"init", as_c<init>(), METH_FASTCALL | METH_KEYWORDS,
       "init($self, params, *, gradients=None)\n--\n\n"
       "The first state for parameters like these. `gradients`: the dtype that gradients will "
       "have, "
       "if wider than the parameters'."},
      {"update", as_c<update>(), METH_FASTCALL | METH_KEYWORDS,
       "update($self, updates, state, params=None, **extra)\n--\n\n"
       "(what is to be added to the parameters, the new state), in new arrays."},
      {"step", as_c<step>(), METH_FASTCALL | METH_KEYWORDS,
       "step($self, grads, state, params, **extra)\n--\n\n"
       "update and apply_updates in one, in the memory of the state and the parameters. What "
       "raises "
       "an exception has changed nothing."},
      {nullptr, nullptr, 0, nullptr}};
  return methods;
}

}  // namespace optaxx::python
