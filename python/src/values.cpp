#include "values.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "arrays.hpp"
#include "pair_rule.hpp"
#include "steps.hpp"

namespace optaxx::python {
namespace {

thread_local const shown_trees* innermost = nullptr;

// A tree of bools or labels that a function gives or an option is.
template <class T, class Leaf>
basic_tree<T> tree_of(nb::handle o, const Leaf& leaf) {
  leaf_objects objects;
  const pytree form = pytree::of(o, objects);
  std::vector<typename basic_tree<T>::storage> leaves;
  for (const nb::object& item : objects) leaves.push_back(leaf(item));
  return {form.structure(), std::move(leaves)};
}

bool mask_leaf(nb::handle o) {
  if (PyBool_Check(o.ptr())) return o.ptr() == Py_True;
  if (!nb::cast<bool>(helper("is_bool")(o))) {
    throw std::invalid_argument("a mask has True or False at its leaves, got " +
                                std::string(nb::repr(o).c_str()));
  }
  return nb::cast<bool>(nb::module_::import_("builtins").attr("bool")(o));
}
std::string label_leaf(nb::handle o) { return text_of(o); }

mask_tree mask_of(nb::handle o) { return tree_of<bool>(o, mask_leaf); }
label_tree labels_of(nb::handle o) { return tree_of<std::string>(o, label_leaf); }

// A function of Python's, called with the GIL.
class python_function final : public untyped_function {
 public:
  explicit python_function(nb::handle f)
      : f_(f), name_(nb::cast<std::string>(helper("name_of")(f))) {}

  std::string name() const override { return name_; }

  number rate(const number& count, bool) const override {
    const with_lock gil;
    return number_of(f_(helper("count")(count.value(), count.integral(), shown_trees::jax())),
                     "what the schedule" + called() + " gives");
  }
  mask_tree mask(const tree& params) const override {
    const with_lock gil;
    return mask_of(f_(shown_trees::object_of(params)));
  }
  label_tree labels(const tree& params) const override {
    const with_lock gil;
    return labels_of(f_(shown_trees::object_of(params)));
  }
  std::int64_t every_k(step_t step) const override {
    const with_lock gil;
    return static_cast<std::int64_t>(
        number_of(f_(helper("count")(static_cast<double>(step), true, shown_trees::jax())),
                  "what every_k_schedule" + called() + " gives")
            .value());
  }
  double decay(step_t step, double decay_rate) const override {
    const with_lock gil;
    return number_of(
        f_(helper("count")(static_cast<double>(step), true, shown_trees::jax()), decay_rate),
        "what decay_rate_fn" + called() + " gives");
  }
  skip_decision skip(const tree& updates, step_t step, const tree& params) const override {
    const with_lock gil;
    const nb::object result =
        f_(shown_trees::object_of(updates),
           helper("count")(static_cast<double>(step), true, shown_trees::jax()),
           params.is_none() ? nb::none() : shown_trees::object_of(params));
    return {mask_leaf(nb::object(result[0])), own_tree(nb::object(result[1]), "skip_state")};
  }
  bool condition(step_t step, const extra_args& extra) const override {
    const with_lock gil;
    const bool forwarded = extra.value || extra.grad != nullptr || !extra.others.empty();
    const nb::dict others = forwarded ? shown_trees::extra_of(extra) : nb::dict();
    return nb::cast<bool>(
        nb::module_::import_("builtins")
            .attr("bool")(f_(helper("count")(static_cast<double>(step), true, shown_trees::jax()),
                             **others)));
  }
  tree measure(const tree& updates) const override {
    const with_lock gil;
    return own_tree(f_(shown_trees::object_of(updates)), "measure");
  }

 private:
  std::string called() const { return name_.empty() ? "" : " '" + name_ + "'"; }

  nb::handle f_;
  std::string name_;
};

// A function of Python's as a schedule of the library's.
class python_schedule final : public schedule_function {
 public:
  explicit python_schedule(nb::handle f) : f_(std::make_shared<python_function>(f)) {}
  number at(const number& count, bool x64) const override { return f_->rate(count, x64); }
  std::string describe() const override { return f_->name().empty() ? "schedule" : f_->name(); }

 private:
  std::shared_ptr<const python_function> f_;
};

binding items_of(nb::handle o, const std::string& what, bool tuple, functions& called) {
  std::vector<binding> items;
  for (const nb::handle item : borrowed(o.ptr())) items.push_back(binding_of(item, what, called));
  return tuple ? binding::tuple(std::move(items)) : binding::list(std::move(items));
}

}  // namespace

transformation_value::transformation_value(binding b, functions f)
    : value(b, std::move(f)), steps(std::make_shared<stepper>(*b.get<transformation>())) {}

number number_of(nb::handle o, const std::string& what) {
  if (PyFloat_Check(o.ptr())) return PyFloat_AS_DOUBLE(o.ptr());
  if (PyLong_Check(o.ptr()) && !PyBool_Check(o.ptr())) return nb::cast<std::int64_t>(o);
  // (double, the name of its dtype, or "" where it is weak), or None
  const nb::object found = helper("number")(o);
  if (found.is_none()) {
    throw std::invalid_argument(what + " must be a number, got " +
                                std::string(nb::repr(o).c_str()));
  }
  const double v = nb::cast<double>(nb::object(found[0]));
  const auto name = nb::cast<std::string>(nb::object(found[1]));
  if (name.empty()) return v;
  for (const dtype t : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16, dtype::boolean}) {
    if (name_of(t) == name) return {v, t};
  }
  return static_cast<std::int64_t>(v);
}

schedule schedule_of(nb::handle o, functions& called) {
  const binding b = binding_of(o, "a schedule", called);
  if (const auto* s = b.get<schedule>()) return *s;
  return python_schedule(o);
}

std::optional<dtype> float_dtype_of(nb::handle o, const std::string& what) {
  if (o.is_none()) return std::nullopt;
  functions called;
  const binding b = binding_of(o, what, called);
  if (const auto* type = b.get<dtype>()) return *type;
  const auto* name = b.get<std::string>();
  for (const dtype t : {dtype::f32, dtype::f64, dtype::bf16, dtype::f16}) {
    if (name != nullptr && name_of(t) == *name) return t;
  }
  throw std::invalid_argument(what + " must be a dtype of floats, got " + b.text());
}

nb::object object_of(const number& n) {
  if (n.dtype()) return helper("scalar")(n.value(), std::string(name_of(*n.dtype())));
  if (n.integral()) return owned(PyLong_FromLongLong(static_cast<long long>(n.value())));
  return owned(PyFloat_FromDouble(n.value()));
}

nb::object object_of(binding b, functions called) {
  if (b.get<transformation>() != nullptr)
    return nb::cast(transformation_value(std::move(b), std::move(called)));
  if (b.get<schedule>() != nullptr)
    return nb::cast(schedule_value(std::move(b), std::move(called)));
  if (b.is_function()) return nb::cast(function_value(std::move(b), std::move(called)));
  if (const auto* v = b.get<bool>()) return nb::cast(*v);
  if (const auto* v = b.get<std::int64_t>()) return nb::cast(*v);
  if (const auto* v = b.get<double>()) return nb::cast(*v);
  if (const auto* v = b.get<std::string>()) return nb::cast(*v);
  return nb::cast(value(std::move(b), std::move(called)));
}

binding binding_of(nb::handle o, const std::string& what, functions& called) {
  if (o.is_none()) return none;
  if (PyBool_Check(o.ptr())) return o.ptr() == Py_True;
  if (PyLong_Check(o.ptr())) return nb::cast<std::int64_t>(o);
  if (PyFloat_Check(o.ptr())) return PyFloat_AS_DOUBLE(o.ptr());
  if (PyUnicode_Check(o.ptr())) return text_of(o);
  if (const value* v = nullptr; nb::try_cast<const value*>(o, v)) {
    called.insert(called.end(), v->called.begin(), v->called.end());
    return v->held;
  }
  if (PyDict_Check(o.ptr())) {
    std::vector<std::pair<binding, binding>> items;
    for (const auto& [k, item] : nb::borrow<nb::dict>(o))
      items.emplace_back(binding_of(k, what, called), binding_of(item, what, called));
    return binding::dict(std::move(items));
  }
  if (PyList_CheckExact(o.ptr())) return items_of(o, what, false, called);
  if (PyTuple_CheckExact(o.ptr())) return items_of(o, what, true, called);
  // (kind, contents)
  const nb::object found = helper("option")(o);
  const auto kind = nb::cast<std::string>(nb::object(found[0]));
  const nb::object contents = found[1];
  if (kind == "dtype") return binding::read("jnp." + nb::cast<std::string>(contents));
  if (kind == "number") return binding(number_of(o, what));
  if (kind == "numbers") return binding_of(contents, what, called);
  if (kind == "key") {
    const binding words = binding::named("jnp.array")({binding_of(contents, what, called)},
                                                      {{"dtype", binding::read("jnp.uint32")}});
    return binding::named("jax.random.wrap_key_data")({words});
  }
  if (kind == "mask") return mask_of(o);
  if (kind == "labels") return labels_of(o);
  if (kind == "partial") {
    std::vector<binding> by_position;
    binding::keywords by_name;
    for (const nb::handle item : nb::object(contents[1]))
      by_position.push_back(binding_of(item, what, called));
    for (const auto& [k, item] : nb::borrow<nb::dict>(nb::object(contents[2])))
      by_name.emplace_back(text_of(k), binding_of(item, what, called));
    return binding::partial(binding_of(nb::object(contents[0]), what, called), by_position,
                            by_name);
  }
  if (kind == "pair") {
    const nb::object init = contents[0];
    const nb::object update = contents[1];
    called.push_back(init);
    called.push_back(update);
    return pair_of(init, update, nb::cast<bool>(nb::object(contents[2])),
                   nb::cast<std::string>(nb::object(contents[3])));
  }
  if (kind == "function") {
    called.push_back(borrowed(o.ptr()));
    return std::shared_ptr<const untyped_function>(std::make_shared<python_function>(o));
  }
  throw std::invalid_argument(what + ": " + nb::cast<std::string>(contents));
}

shown_trees::shown_trees(std::initializer_list<tree_given> given, bool jax, nb::handle extra)
    : count_(given.size()), jax_(jax), extra_(extra), outer_(std::exchange(innermost, this)) {
  std::copy(given.begin(), given.end(), given_.begin());
}
shown_trees::~shown_trees() { innermost = outer_; }

nb::dict shown_trees::extra_of(const extra_args& given) {
  nb::dict result;
  if (extra().is_valid()) {
    for (const auto& [name, value] : nb::borrow<nb::dict>(extra())) result[name] = value;
  }
  for (const auto& [name, value] : given.others) {  // a mask may have left a part of them
    if (const auto* t = std::get_if<tree>(&value)) result[name.c_str()] = object_of(*t);
  }
  return result;
}

nb::handle shown_trees::extra() { return innermost == nullptr ? nb::handle() : innermost->extra_; }
bool shown_trees::jax() { return innermost != nullptr && innermost->jax_; }

nb::object shown_trees::object_of(const tree& t) {
  leaf_objects objects;
  for (const array& a : t.leaves()) {
    nb::object known;
    if (innermost != nullptr) {
      for (const tree_given& g : innermost->given()) {
        for (std::size_t i = 0; i < g.arrays.size() && !known.is_valid(); ++i) {
          const array& b = g.arrays[i];
          if (b.data() == a.data() && b.shape() == a.shape() && b.dtype() == a.dtype())
            known = (*g.objects)[i];
        }
      }
    }
    if (!known.is_valid()) {
      known = numpy_copy(a);
      if (jax()) known = jax_of(known, false);
    }
    objects.push_back(known);
  }
  if (innermost == nullptr || innermost->count_ == 0) {
    const pytree nothing = pytree::of(nb::none(), objects);
    return pytree::like(t.structure(), nothing).with(objects);
  }
  return pytree::like(t.structure(), *innermost->given_[0].form).with(objects);
}

tree own_tree(nb::handle o, const char* name) {
  leaf_objects objects;
  const pytree form = pytree::of(o, objects);
  std::vector<array> leaves;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const viewed v = view_of(objects[i].ptr(), false, {name, form.structure().get(), i});
    array copy(v.view.dtype(), v.view.shape());
    if (copy.bytes() != 0) std::memcpy(copy.mutable_data(), v.view.data(), copy.bytes());
    leaves.push_back(std::move(copy));
  }
  return {form.structure(), std::move(leaves)};
}

}  // namespace optaxx::python
