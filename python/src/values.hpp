#pragma once

#include <array>
#include <initializer_list>
#include <memory>
#include <optaxx/recipe/binding.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "pytree.hpp"

namespace optaxx::python {

/// Functions of Python that bindings call. They do not keep these alive: who has the binding does,
/// so that Python's garbage collector sees it.
using functions = std::vector<nb::object>;

/// What a Python object is to recipes: `what` names it in messages. A callable becomes what the
/// option that it is given for takes.
binding binding_of(nb::handle o, const std::string& what, functions& called);
/// A transformation, schedule, function or value, as Python sees them.
nb::object object_of(binding b, functions called);
/// A number with the dtype that it has as an array.
number number_of(nb::handle o, const std::string& what);
/// A schedule, or a function of Python as one, which comes behind those that `called` has.
schedule schedule_of(nb::handle o, functions& called);
/// A dtype of floats, by its name too; nothing of None.
std::optional<dtype> float_dtype_of(nb::handle o, const std::string& what);
/// Python's number, or NumPy's of its dtype.
nb::object object_of(const number& n);

/// The classes of Python that hold a binding.
struct value {
  value(binding b, functions f) : held(std::move(b)), called(std::move(f)) {}
  binding held;
  functions called;
};
class stepper;
struct transformation_value : value {
  transformation_value(binding b, functions f);
  std::shared_ptr<stepper> steps;
};
struct schedule_value : value {
  using value::value;
};
struct function_value : value {
  function_value(binding b, functions f, std::string dotted = {})
      : value(std::move(b), std::move(f)), name(std::move(dotted)) {}
  std::string name;  ///< "optax.adam", or "" of what has none.
};

/// What functions that are called back are shown. As long as it lives, on its thread.
class shown_trees {
 public:
  struct tree_given {
    const pytree* form;
    const leaf_objects* objects;
    std::span<const array> arrays;
  };
  /// `jax`: numbers and new arrays are JAX's.
  /// `extra`: a dict of the extra arguments, or invalid.
  shown_trees(std::initializer_list<tree_given> given, bool jax, nb::handle extra = {});
  ~shown_trees();
  shown_trees(const shown_trees&) = delete;
  shown_trees& operator=(const shown_trees&) = delete;

  /// A tree that the library shows: the caller's objects where they are meant, copies otherwise.
  static nb::object object_of(const tree& t);
  static bool jax();
  /// The extra arguments as they came, or invalid.
  static nb::handle extra();
  /// The same for a function that is called with what `given` holds.
  static nb::dict extra_of(const extra_args& given);

 private:
  std::span<const tree_given> given() const { return {given_.data(), count_}; }

  std::array<tree_given, 2> given_{};
  std::size_t count_;
  bool jax_;
  nb::handle extra_;
  const shown_trees* outer_;
};

/// A copy of a tree of Python's, in memory of its own.
tree own_tree(nb::handle o, const char* name);

}  // namespace optaxx::python
