#pragma once

#include <optaxx/core/array.hpp>
#include <optaxx/core/tree_structure.hpp>
#include <string>

#include "python.hpp"

namespace optaxx::python {

/// Who looks at a leaf: its place for messages, "params['w']", is made only if there is one.
struct leaf_place {
  const char* tree;  ///< "params".
  const tree_structure* structure = nullptr;
  std::size_t leaf = 0;

  std::string text() const;
};

/// Has `view` look at the memory of a leaf, for as long as the leaf lives and without asking
/// Python. False if `o` is not another such array, or no array of NumPy and no tensor: view_of
/// tells more.
bool look_again(array& view, PyObject* o, bool write) noexcept;

/// Memory of a Python array, where it is.
struct viewed {
  array view;
  nb::object owner;  ///< Keeps the memory alive.
};

/// Arrays of NumPy, of torch and JAX on the CPU, what speaks DLPack or the buffer
/// protocol, and numbers. Throws std::invalid_argument, with the place, what came and what to do,
/// for what is no dense array of this machine's; with `write`, also for what may not be written to.
viewed view_of(PyObject* o, bool write, const leaf_place& place);

/// A leaf that is an array of JAX.
bool is_jax(PyObject* o);

/// The array as one of NumPy, which takes its memory over; the array must own it.
nb::object numpy_of(array&& a);
/// A copy.
nb::object numpy_copy(const array& a);
/// The same for JAX, `key`: of typed keys.
nb::object jax_of(nb::object numpy_array, bool key);

/// NumPy's dtype, and what it is here. Throws std::invalid_argument for dtypes that arrays do not
/// have.
nb::object numpy_dtype(dtype type);

/// Called once, when the module is loaded.
void start_numpy();

}  // namespace optaxx::python
