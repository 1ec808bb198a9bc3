#include "injected.hpp"

#include <memory>
#include <optaxx/combinators/inject_hyperparams.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

namespace optaxx::python {
namespace {

// What keeps functions alive where Python's garbage collector does not look: in a transformation
// that is made for a step and thrown away.
std::shared_ptr<const functions> kept(functions called) {
  return {new functions(std::move(called)), [](const functions* f) {
            if (Py_IsInitialized() == 0) return;  // they went with the interpreter
            const with_lock gil;
            delete f;
          }};
}

// A transformation with the functions that it calls.
class keeping_rule final : public rule {
 public:
  keeping_rule(transformation tx, functions called)
      : tx_(std::move(tx)), called_(kept(std::move(called))) {}
  void init(layout& state) const override { tx_.init(state); }
  void update(sweep& s, const state_view& state) const override { tx_.update(s, state); }
  optaxx::call describe() const override { return tx_.describe(); }

 private:
  transformation tx_;
  std::shared_ptr<const functions> called_;
};

transformation made_by(nb::handle make, const std::string& name, std::span<const number> values) {
  const with_lock gil;
  nb::object arguments = owned(PyTuple_New(static_cast<Py_ssize_t>(values.size())));
  for (std::size_t i = 0; i < values.size(); ++i) {
    PyTuple_SET_ITEM(arguments.ptr(), static_cast<Py_ssize_t>(i),
                     object_of(values[i]).release().ptr());
  }
  const nb::object made = owned(PyObject_CallObject(make.ptr(), arguments.ptr()));
  functions called;
  const binding b = binding_of(made, "what " + name + " gives", called);
  const auto* const tx = b.get<transformation>();
  if (tx == nullptr) {
    throw std::invalid_argument("inject_hyperparams: " + name + " gives " + b.text() +
                                ", expected a transformation");
  }
  if (called.empty()) return *tx;
  return keeping_rule(*tx, std::move(called));
}

}  // namespace

transformation injected(nb::handle make, const std::string& name, const nb::dict& hyperparams,
                        const nb::dict& others, std::optional<dtype> hyperparam_dtype,
                        functions& called) {
  detail::injection what{{name, {}}, {}, nullptr};
  called.push_back(borrowed(make.ptr()));
  for (const auto& [key, v] : hyperparams) {
    const scalar_or_schedule value = PyCallable_Check(v.ptr()) != 0
                                         ? scalar_or_schedule(schedule_of(v, called))
                                         : scalar_or_schedule(number_of(v, text_of(key)));
    what.description.arguments.emplace_back(text_of(key), value.text());
    what.hyperparams.push_back({text_of(key), value});
  }
  for (const auto& [key, text] : others)
    what.description.arguments.emplace_back(text_of(key), text_of(text));
  what.build = [make, name](std::span<const number> values) { return made_by(make, name, values); };
  inject_hyperparams_options settings;
  settings.hyperparam_dtype = hyperparam_dtype;
  return detail::make_injected(std::move(what), settings);
}

}  // namespace optaxx::python
