// The module optaxx._optaxx.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>
#include <unistd.h>

#include <exception>
#include <optaxx/core/errors.hpp>
#include <optaxx/core/runtime.hpp>
#include <optaxx/io/tree_file.hpp>
#include <optaxx/recipe/recipe.hpp>
#include <stdexcept>
#include <system_error>

#include "arrays.hpp"
#include "functions.hpp"
#include "injected.hpp"
#include "methods.hpp"
#include "steps.hpp"
#include "values.hpp"
#include "xla.hpp"

namespace optaxx::python {

nb::object helper(const char* name) {
  // Never given back: it outlives the interpreter's modules.
  static PyObject* const functions =
      nb::object(nb::module_::import_("optaxx._python").attr("__dict__")).release().ptr();
  PyObject* const found = PyDict_GetItemString(functions, name);
  if (found == nullptr) throw std::logic_error(std::string("optaxx._python has no ") + name);
  return borrowed(found);
}

void wait_for_the_end() noexcept {
  for (;;) pause();
}

namespace {

// What Python's garbage collector asks of what may call functions of Python.
int visit_functions(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  for (const nb::object& f : nb::inst_ptr<value>(self)->called) Py_VISIT(f.ptr());
  return 0;
}
template <class Value>
int clear_functions(PyObject* self) {
  auto* const v = nb::inst_ptr<Value>(self);
  if constexpr (std::is_same_v<Value, transformation_value>) v->steps.reset();
  v->held = none;
  const functions gone = std::move(v->called);
  v->called.clear();
  return 0;
}
PyType_Slot* transformation_slots() {
  static PyType_Slot slots[] = {
      {Py_tp_traverse, reinterpret_cast<void*>(visit_functions)},
      {Py_tp_clear, reinterpret_cast<void*>(clear_functions<transformation_value>)},
      {Py_tp_methods, transformation_methods()},
      {0, nullptr}};
  return slots;
}
template <class Value>
PyType_Slot* collected() {
  static PyType_Slot slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(visit_functions)},
                                {Py_tp_clear, reinterpret_cast<void*>(clear_functions<Value>)},
                                {0, nullptr}};
  return slots;
}

int visit_held(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return nb::inst_ready(self) ? nb::inst_ptr<stepper::held>(self)->visit(visit, arg) : 0;
}
int clear_held(PyObject* self) {
  nb::inst_ptr<stepper::held>(self)->clear();
  return 0;
}
PyType_Slot* collected_held() {
  static PyType_Slot slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(visit_held)},
                                {Py_tp_clear, reinterpret_cast<void*>(clear_held)},
                                {0, nullptr}};
  return slots;
}

// What inspect and help ask a function for.
template <class Make>
PyObject* told(PyObject* self, const Make& make) noexcept {
  try {
    return nb::object(make(nb::inst_ptr<function_value>(self)->name)).release().ptr();
  } catch (nb::python_error& e) {
    e.restore();
  } catch (const std::exception& e) {
    PyErr_SetString(PyExc_RuntimeError, e.what());
  }
  return nullptr;
}
PyObject* name_of(PyObject* self, void*) {
  return told(self, [](const std::string& dotted) {
    return nb::cast(dotted.substr(dotted.rfind('.') + 1));
  });
}
PyObject* of_helper(PyObject* self, void* name) {
  return told(self, [&](const std::string& dotted) {
    return helper(static_cast<const char*>(name))(dotted);
  });
}
PyType_Slot* collected_function() {
  static char documentation[] = "documentation";
  static char signature[] = "signature";
  static PyGetSetDef properties[] = {{"__name__", name_of, nullptr, nullptr, nullptr},
                                     {"__doc__", of_helper, nullptr, nullptr, documentation},
                                     {"__signature__", of_helper, nullptr, nullptr, signature},
                                     {nullptr, nullptr, nullptr, nullptr, nullptr}};
  static PyType_Slot slots[] = {
      {Py_tp_traverse, reinterpret_cast<void*>(visit_functions)},
      {Py_tp_clear, reinterpret_cast<void*>(clear_functions<function_value>)},
      {Py_tp_getset, properties},
      {0, nullptr}};
  return slots;
}

const schedule& schedule_of(const schedule_value& s) {
  if (const auto* f = s.held.get<schedule>()) return *f;
  throw std::logic_error("the schedule is being destroyed");
}

bindings bindings_of(const nb::kwargs& given, functions& called) {
  bindings result;
  for (const auto& [name, v] : given)
    result.insert_or_assign(text_of(name), binding_of(v, text_of(name), called));
  return result;
}

nb::object call_function(const function_value& f, const nb::args& by_position,
                         const nb::kwargs& by_name) {
  if (f.name.ends_with("inject_hyperparams")) {
    nb::object made = helper("inject_hyperparams")(by_position, by_name);
    if (!made.is_none()) return made;
  }
  if (f.name == "optax.optimistic_adam" &&
      PyErr_WarnEx(PyExc_DeprecationWarning,
                   "optimistic_adam is deprecated in Optax: use `optimistic_adam_v2` instead",
                   1) < 0)
    nb::raise_python_error();
  functions called = f.called;
  std::vector<binding> first;
  for (const nb::handle v : by_position) first.push_back(binding_of(v, "an argument", called));
  binding::keywords rest;
  for (const auto& [name, v] : by_name)
    rest.emplace_back(text_of(name), binding_of(v, text_of(name), called));
  binding made = f.held(first, rest);
  const bool skips = made.get<skip_update>() != nullptr && !f.name.empty();
  const nb::object result = object_of(std::move(made), std::move(called));
  if (!skips) return result;
  return helper("skip_now")(
      result, by_position.size() > 0 ? nb::object(by_position[0]) : nb::object(by_name["updates"]));
}

// Pickled as what makes it.
nb::object reduced(const char* maker, const std::string& text) {
  const std::vector<std::string> missing = unbound_names(text);
  if (!missing.empty()) {
    throw std::invalid_argument("it cannot be pickled: it holds the function '" + missing[0] +
                                "' of Python; pickle what makes it");
  }
  return nb::make_tuple(helper(maker), nb::make_tuple(text));
}

void save_state(const std::string& file, nb::handle state, const transformation_value* tx,
                std::optional<std::int64_t> step) {
  file_metadata metadata;
  metadata["recipe"] = tx == nullptr ? "" : describe(steps_of(*tx).tx());
  if (step) metadata["step"] = std::to_string(*step);
  save_tree(file, tx == nullptr ? own_tree(state, "state") : steps_of(*tx).state_tree(state),
            metadata);
}

}  // namespace
}  // namespace optaxx::python

NB_MODULE(_optaxx, m) {
  using namespace optaxx;
  using namespace optaxx::python;
  start_numpy();
  nb::register_exception_translator(translate);

  nb::class_<value>(m, "Value", nb::type_slots(collected<value>()))
      .def("__repr__", [](const value& v) { return v.held.text(); });
  nb::class_<function_value, value>(m, "Function", nb::type_slots(collected_function()))
      .def("__call__", call_function);
  nb::class_<schedule_value, value>(m, "Schedule", nb::type_slots(collected<schedule_value>()))
      .def(
          "__call__",
          [](nb::handle self, nb::handle count) -> nb::object {
            if (nb::hasattr(count, "ndim") && nb::cast<int>(count.attr("ndim")) > 0)
              return helper("on_each")(self, count);
            const auto& s = nb::cast<const schedule_value&>(self);
            const double rate = schedule_of(s)(number_of(count, "count"));
            return object_of(number(rate, dtype::f32));
          },
          nb::arg("count"), "The number at a step, or those at an array of steps.")
      .def("__repr__", [](const schedule_value& s) { return schedule_of(s).describe(); })
      .def("__reduce__", [](const schedule_value& s) {
        return reduced("unpickled_schedule", schedule_of(s).describe());
      });
  nb::class_<transformation_value, value>(m, "GradientTransformation",
                                          nb::type_slots(transformation_slots()))
      .def(
          "has_updated",
          [](const transformation_value&, nb::handle state) {
            if (!nb::hasattr(state, "mini_step"))
              throw std::invalid_argument("has_updated: the state is not that of MultiSteps");
            const number small = number_of(state.attr("mini_step"), "mini_step");
            return small.value() == 0 &&
                   number_of(state.attr("gradient_step"), "gradient_step").value() > 0;
          },
          nb::arg("state"),
          "Whether the last call, of MultiSteps, has stepped the inner transformation.")
      .def(
          "gradient_transformation", [](nb::handle self) { return borrowed(self.ptr()); },
          "The transformation itself, as Optax's MultiSteps has it.")
      .def("__repr__", [](const transformation_value& tx) { return describe(steps_of(tx).tx()); })
      .def("__reduce__", [](const transformation_value& tx) {
        return reduced("unpickled", describe(steps_of(tx).tx()));
      });

  nb::class_<stepper::held>(m, "Held", nb::type_slots(collected_held()))
      .def(
          "__init__",
          [](stepper::held* at, nb::object tx, nb::handle state, nb::handle params) {
            new (at) stepper::held(std::move(tx), state, params);
          },
          nb::arg("tx"), nb::arg("state").none(), nb::arg("params").none())
      .def(
          "step",
          [](stepper::held& h, const nb::dict& extra) {
            return h.step(extra.size() == 0 ? nb::object() : nb::object(extra));
          },
          nb::arg("extra"));

  m.def(
      "recipe",
      [](const std::string& text, const nb::kwargs& given) {
        functions called;
        binding made(recipe(text, bindings_of(given, called)));
        return object_of(std::move(made), std::move(called));
      },
      nb::arg("text"), nb::arg("bindings"),
      "The transformation that a text of Python defines, as Optax would; `bindings` are what its "
      "names stand for.");
  m.def(
      "schedule_recipe",
      [](const std::string& text, const nb::kwargs& given) {
        functions called;
        binding made(schedule_recipe(text, bindings_of(given, called)));
        return object_of(std::move(made), std::move(called));
      },
      nb::arg("text"), nb::arg("bindings"), "The schedule that a text of Python defines.");
  m.def("named",
        [](const std::string& name) { return function_value(binding::named(name), {}, name); });
  m.def("factory_names", factory_names);
  m.def("tell_leaks", nb::set_leak_warnings, nb::arg("told"));
  m.def(
      "injected",
      [](nb::handle make, const std::string& name, const nb::dict& hyperparams,
         const nb::dict& others, nb::handle dtype) {
        functions called;
        binding made(injected(make, name, hyperparams, others,
                              float_dtype_of(dtype, "hyperparam_dtype"), called));
        return object_of(std::move(made), std::move(called));
      },
      nb::arg("make"), nb::arg("name"), nb::arg("hyperparams"), nb::arg("others"),
      nb::arg("dtype").none());
  m.def(
      "compiled_update",
      [](const transformation_value& tx, nb::handle updates, nb::handle state, nb::handle params,
         const nb::dict& extra) -> nb::object {
        if (!tx.called.empty()) return nb::none();  // it calls functions of Python
        const auto [number, order] = steps_of(tx).compiled(updates, state, params, extra);
        return nb::make_tuple(number, order, describe(steps_of(tx).tx()));
      },
      nb::arg("tx"), nb::arg("updates"), nb::arg("state"), nb::arg("params").none(),
      nb::arg("extra"));
  m.def("xla_target", xla_target, nb::arg("minor"));
  m.def(
      "describe", [](const transformation_value& tx) { return describe(steps_of(tx).tx()); },
      nb::arg("tx"), "The recipe that makes it.");
  m.def(
      "explain",
      [](const transformation_value& tx, nb::handle params) {
        return steps_of(tx).explain(params);
      },
      nb::arg("tx"), nb::arg("params").none(), "What a step does, sweep by sweep.");
  m.def("apply_updates", &python::apply_updates, nb::arg("params").none(),
        nb::arg("updates").none(), "params + updates, in new arrays with the parameters' dtypes.");
  m.def("schedule_free_eval_params", schedule_free_eval_params, nb::arg("state"),
        nb::arg("params").none(),
        "The parameters to evaluate a model with that contrib.schedule_free trains.");
  m.def("unitwise_norm", python::unitwise_norm, nb::arg("x"), nb::arg("axis").none() = nb::none(),
        "The L2 norm of each unit, in every element of the unit.");
  m.def("unitwise_clip", python::unitwise_clip, nb::arg("g_norm"), nb::arg("max_norm"),
        nb::arg("grad"), nb::arg("div_eps") = 1e-6,
        "The gradient, with the units whose norm is too large scaled down to the largest norm.");
  m.def("save_state", save_state, nb::arg("file"), nb::arg("state"),
        nb::arg("tx").none() = nb::none(), nb::arg("step") = nb::none(),
        "A state as a safetensors file, with the recipe of its transformation.");
  m.def(
      "load_state",
      [](const std::string& file, transformation_value& tx, nb::handle params,
         const std::string& part,
         bool partial) { return steps_of(tx).load(file, params, part, partial); },
      nb::arg("file"), nb::arg("tx"), nb::arg("params").none(), nb::kw_only(), nb::arg("part") = "",
      nb::arg("partial") = false,
      "The state of a file, for `tx` and such parameters. `part`: where in the file; `partial`: "
      "what is not there stays as init makes it.");
  helper("count");  // now, and not when several threads may ask
  m.def("threads", threads, "How many threads a step may use.");
  m.def("set_threads", set_threads, nb::arg("count"), "At least 1, at most 1024.");
}
