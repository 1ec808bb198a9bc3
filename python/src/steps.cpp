#include "steps.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <optaxx/core/astype.hpp>
#include <optaxx/core/errors.hpp>
#include <optaxx/core/explain.hpp>
#include <optaxx/io/state_file.hpp>
#include <optaxx/tree_utils/apply_updates.hpp>
#include <stdexcept>
#include <utility>

#include "arrays.hpp"
#include "methods.hpp"
#include "tensors.hpp"
#include "values.hpp"
#include "xla.hpp"

namespace optaxx::python {
namespace {

constexpr std::size_t most_plans = 8;

// The caller's arrays would go when the state does: own memory in their place.
void release(array& leaf) { const array gone = std::move(leaf); }

bool look_at_all_again(tree& views, const leaf_objects& objects, bool write) {
  const std::span<array> leaves = views.leaves();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!look_again(leaves[i], objects[i].ptr(), write)) return false;
  }
  return true;
}

template <class F>
auto without_gil(const F& f) {
  const without_lock released;
  return f();
}

}  // namespace

nb::object new_arrays(const pytree& form, std::span<array> leaves, bool jax) {
  leaf_objects objects;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    nb::object o = leaves[i].owning() ? numpy_of(std::move(leaves[i])) : numpy_copy(leaves[i]);
    const auto& structure = *form.structure();
    const bool key = structure[structure.leaf_node(i)].kind == node_kind::rng_key;
    objects.push_back(jax ? jax_of(o, key) : o);
  }
  return form.with(objects);
}

// A tree that a call was given.
struct stepper::given {
  given(nb::handle o, const char* name, bool write, const pytree* expected) {
    if (expected != nullptr && expected->leaves_of(o, objects)) {
      form = expected;
    } else {
      objects.clear();
      own = std::make_unique<pytree>(pytree::of(o, objects));
      form = own.get();
    }
    try {
      look(name, write);
    } catch (const std::invalid_argument&) {  // perhaps a container where a leaf was
      if (own != nullptr) throw;
      objects.clear();
      own = std::make_unique<pytree>(pytree::of(o, objects));
      if (same_structure(own->structure(), form->structure())) throw;
      form = own.get();
      look(name, write);
    }
  }

  shown_trees::tree_given shown() const { return {form, &objects, std::as_const(arrays).leaves()}; }

  std::unique_ptr<pytree> own;
  const pytree* form;
  leaf_objects objects;
  std::vector<nb::object> owners;
  tree arrays;
  bool jax;

 private:
  void look(const char* name, bool write) {
    std::vector<array> views;
    views.reserve(objects.size());
    owners.clear();
    owners.reserve(objects.size());
    jax = !objects.empty();
    for (std::size_t i = 0; i < objects.size(); ++i) {
      PyObject* const leaf = objects[i].ptr();
      viewed v = view_of(leaf, write, {name, form->structure().get(), i});
      views.push_back(std::move(v.view));
      owners.push_back(std::move(v.owner));
      jax = jax && is_jax(leaf);
    }
    arrays = tree(form->structure(), std::move(views));
  }
};

// A state of the library's, and the trees of the last step in place with it: views whose memory is
// looked at again by the next.
struct stepper::worker {
  opt_state state;
  std::vector<dtype> dtypes;
  tree grads = {};
  tree params = {};
  bool steps_again = false;
  leaf_objects grad_objects = {};
  leaf_objects param_objects = {};
  leaf_objects state_objects = {};

  void forget_objects() {
    grad_objects.clear();
    param_objects.clear();
    state_objects.clear();
  }
};

// What is known of parameters of one kind, and of the states for them.
struct stepper::plan {
  pytree params;
  std::vector<shape> shapes;
  std::vector<dtype> dtypes;
  pytree state;
  opt_state first;  // without its arrays
  std::vector<dtype> state_dtypes;
  std::vector<shape> state_shapes;
  std::map<dtype, std::vector<dtype>> after_gradients;  // what they make of state_dtypes
  std::vector<std::unique_ptr<worker>> idle;

  // The arrays of a state. One without any may be whatever it likes, as in Optax.
  bool state_leaves(nb::handle given, leaf_objects& leaves) const {
    return state.leaves_of(given, leaves) || state.structure()->leaves() == 0;
  }
  // What such parameters are, in numbers of its own.
  tree zeros() const {
    std::vector<array> leaves;
    for (std::size_t i = 0; i < shapes.size(); ++i) leaves.emplace_back(dtypes[i], shapes[i]);
    return {params.structure(), std::move(leaves)};
  }
  bool fits(const given& base, bool with_dtypes) const {
    const auto leaves = std::as_const(base.arrays).leaves();
    if (leaves.size() != shapes.size()) return false;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      if (leaves[i].shape() != shapes[i] || (with_dtypes && leaves[i].dtype() != dtypes[i]))
        return false;
    }
    return true;
  }
};

// The worker that was used last, as long as the call goes on.
class stepper::borrowed_worker {
 public:
  explicit borrowed_worker(plan& p) : plan_(&p), worker_(std::move(p.idle.back())) {
    p.idle.pop_back();
  }
  borrowed_worker(const borrowed_worker&) = delete;
  borrowed_worker& operator=(const borrowed_worker&) = delete;
  ~borrowed_worker() {
    worker_->forget_objects();
    plan_->idle.push_back(std::move(worker_));
  }
  worker* operator->() const { return worker_.get(); }

 private:
  plan* plan_;
  std::unique_ptr<worker> worker_;
};

// A state of the caller's in one of the library's, as long as the call goes on.
class stepper::call {
 public:
  call(const transformation& tx, plan& p, const leaf_objects& state, bool write) : plan_(&p) {
    std::vector<dtype> dtypes;
    for (std::size_t i = 0; i < state.size(); ++i) {
      PyObject* const o = state[i].ptr();
      const leaf_place place{"state", p.state.structure().get(), i};
      if (PyFloat_Check(o) || PyLong_Check(o)) {
        if (write) {
          throw std::invalid_argument(
              place.text() + " is the number " + nb::repr(state[i]).c_str() +
              ", and step writes in place: change the array that is there with state...[...] = "
              "value, or use update");
        }
        views_.push_back(
            {array::scalar(p.state_dtypes[i], number_of(state[i], place.text()).value()),
             nb::none()});
      } else {
        views_.push_back(view_of(o, write, place));
        array& v = views_.back().view;  // a hyperparameter that was set to an integer
        if (!write && !is_floating(v.dtype()) && is_floating(p.state_dtypes[i])) {
          array wide = astype(v, p.state_dtypes[i]);
          release(v);
          v = std::move(wide);
        }
      }
      dtypes.push_back(views_.back().view.dtype());
    }
    if (!write) take_numbers(tx, dtypes);
    const auto alike = [&](const auto& w) { return w->dtypes == dtypes; };
    const auto found = std::find_if(p.idle.begin(), p.idle.end(), alike);
    if (found != p.idle.end()) {
      worker_ = std::move(*found);
      p.idle.erase(found);
    } else {
      worker_ = std::make_unique<worker>(made_for(tx, dtypes));
    }
    worker_->steps_again = false;
    for (std::size_t i = 0; i < views_.size(); ++i) {
      array& leaf = worker_->state.leaves()[i];
      release(leaf);
      if (write) {
        leaf = array::view(views_[i].view.mutable_data(), dtypes[i], views_[i].view.shape(), true);
      } else {
        array copy(dtypes[i], views_[i].view.shape());
        if (copy.bytes() != 0)
          std::memcpy(copy.mutable_data(), views_[i].view.data(), copy.bytes());
        leaf = std::move(copy);
      }
    }
  }
  call(const call&) = delete;
  call& operator=(const call&) = delete;
  ~call() {
    if (worker_ == nullptr) return;
    if (!worker_->steps_again) {
      for (array& leaf : worker_->state.leaves()) release(leaf);
    }
    plan_->idle.push_back(std::move(worker_));
  }

  opt_state& state() { return worker_->state; }
  /// The next step in place begins with these trees.
  void keep(tree&& grads, tree&& params) {
    worker_->grads = std::move(grads);
    worker_->params = std::move(params);
    worker_->steps_again = true;
  }
  /// The state as it now is, taken out.
  nb::object take(bool jax) {
    const auto leaves = worker_->state.leaves();
    for (std::size_t i = 0; i < leaves.size(); ++i) worker_->dtypes[i] = leaves[i].dtype();
    return new_arrays(plan_->state, leaves, jax);
  }
  /// The state and what is known of it, for one who keeps its arrays alive.
  std::unique_ptr<worker> leave() { return std::move(worker_); }
  /// A copy of the state.
  opt_state copy() const { return worker_->state; }
  /// Throws if a step with such gradients would need wider arrays than the state has.
  void expect_wide_enough(const transformation& tx, const tree& grads, const tree& params) {
    std::optional<dtype> widest;
    for (std::size_t i = 0; i < grads.leaves().size() && i < params.leaves().size(); ++i) {
      const dtype g = grads.leaves()[i].dtype();
      const dtype p = params.leaves()[i].dtype();
      if (is_floating(g) && is_floating(p) && promote(g, p) != p)
        widest = widest ? promote(*widest, g) : g;
    }
    if (!widest) return;
    const std::vector<dtype>& then = after(tx, *widest);
    for (std::size_t i = 0; i < then.size(); ++i) {
      const dtype now = worker_->dtypes[i];
      if (now == then[i] || !is_floating(now) || promote(now, then[i]) == now) continue;
      throw std::invalid_argument(
          leaf_place{"state", plan_->state.structure().get(), i}.text() + " is " +
          std::string(name_of(now)) + " and becomes " + std::string(name_of(then[i])) +
          " with these gradients, which step cannot do in place: make the state with "
          "init(params, gradients='" +
          std::string(name_of(*widest)) + "'), or use update");
    }
  }

 private:
  const std::vector<dtype>& after(const transformation& tx, dtype gradients) {
    auto& known = plan_->after_gradients[gradients];
    if (known.empty()) {
      const opt_state s = tx.init(plan_->zeros(), {.gradients = gradients});
      for (const array& a : s.leaves()) known.push_back(a.dtype());
    }
    return known;
  }
  // Numbers that the caller has put into the state in another float dtype, as under jax_enable_x64,
  // in that of the state; not where gradients explain it.
  void take_numbers(const transformation& tx, std::vector<dtype>& dtypes) {
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
      const dtype expected = plan_->state_dtypes[i];
      if (dtypes[i] == expected) continue;
      if (views_[i].view.shape().rank() != 0 || !is_floating(dtypes[i]) || !is_floating(expected))
        return;
      others.push_back(i);
    }
    if (others.empty() || after(tx, dtype::f64) == dtypes || after(tx, dtype::f32) == dtypes)
      return;
    for (const std::size_t i : others) {
      array& v = views_[i].view;
      array other = astype(v, plan_->state_dtypes[i]);
      release(v);
      v = std::move(other);
      dtypes[i] = v.dtype();
    }
  }
  worker made_for(const transformation& tx, const std::vector<dtype>& dtypes) {
    if (dtypes == plan_->state_dtypes) return {plan_->first, dtypes};
    for (const dtype wide : {dtype::f32, dtype::f64}) {
      if (after(tx, wide) != dtypes) continue;
      opt_state s = tx.init(plan_->zeros(), {.gradients = wide});
      for (array& leaf : s.leaves()) release(leaf);
      return {std::move(s), dtypes};
    }
    for (std::size_t i = 0; i < dtypes.size(); ++i) {
      if (dtypes[i] == plan_->state_dtypes[i]) continue;
      throw tree_mismatch(leaf_place{"state", plan_->state.structure().get(), i}.text() + " is " +
                          std::string(name_of(dtypes[i])) + ", expected " +
                          std::string(name_of(plan_->state_dtypes[i])));
    }
    return {plan_->first, dtypes};
  }

  plan* plan_;
  std::vector<viewed> views_;
  std::unique_ptr<worker> worker_;
};

namespace {

// Extra arguments, and what they borrow. Functions are the caller's for as long as the call: the
// library copies them without the GIL.
struct extras {
  explicit extras(const nb::object& given) {
    if (!given.is_valid()) return;
    for (const auto& [name, v] : nb::borrow<nb::dict>(given)) {
      const std::string what = text_of(name);
      if (v.is_none()) continue;
      const bool callable = PyCallable_Check(v.ptr()) != 0;
      if (what == "value") {
        args.value = number_of(v, "value").value();
      } else if (what == "grad") {
        grad = viewed_tree(v, "grad", owners);
        args.grad = &grad;
      } else if (what == "value_fn" && callable) {
        args.value_fn = [f = v](const tree& at) {
          const with_lock gil;
          return number_of(f(shown_trees::object_of(at)), "what value_fn gives").value();
        };
      } else if (what == "value_and_grad_fn" && callable) {
        args.value_and_grad_fn = [f = v](const tree& at) {
          const with_lock gil;
          const nb::object both = f(shown_trees::object_of(at));
          return std::pair{number_of(nb::object(both[0]), "what value_and_grad_fn gives").value(),
                           own_tree(nb::object(both[1]), "the gradient of value_and_grad_fn")};
        };
      } else if (what == "grad_fn" && callable) {
        args.grad_fn = [f = v](const tree& at, step_t i) {
          const with_lock gil;
          return own_tree(nb::object(f(shown_trees::object_of(at), i)), "what grad_fn gives");
        };
      } else if (what == "hvp_fn" && callable) {
        args.hvp_fn = [f = v](const tree& at, const tree& vector) {
          const with_lock gil;
          return own_tree(nb::object(f(shown_trees::object_of(at), shown_trees::object_of(vector))),
                          "what hvp_fn gives");
        };
      } else if (PyFloat_Check(v.ptr()) || PyLong_Check(v.ptr())) {
        args.others.emplace(what, number_of(v, what).value());
      } else if (std::optional<tree> arrays = arrays_of(v, what)) {
        args.others.emplace(what, std::move(*arrays));
      }
    }
  }
  extras(const extras&) = delete;
  extras& operator=(const extras&) = delete;

  std::vector<nb::object> owners;
  tree grad;
  extra_args args;

 private:
  // Nothing of what only functions of Python may know what to do with.
  std::optional<tree> arrays_of(nb::handle o, const std::string& what) {
    try {
      return viewed_tree(o, what.c_str(), owners);
    } catch (const std::invalid_argument&) {
      return std::nullopt;
    }
  }
};

}  // namespace

namespace {

tree views_of(const pytree& form, const leaf_objects& objects, const char* name,
              std::vector<nb::object>& owners) {
  std::vector<array> views;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    viewed v = view_of(objects[i].ptr(), false, {name, form.structure().get(), i});
    views.push_back(std::move(v.view));
    owners.push_back(std::move(v.owner));
  }
  return {form.structure(), std::move(views)};
}

}  // namespace

tree viewed_tree(nb::handle o, const char* name, std::vector<nb::object>& owners) {
  leaf_objects objects;
  const pytree form = pytree::of(o, objects);
  return views_of(form, objects, name, owners);
}

std::shared_ptr<stepper::plan> stepper::plan_of(const given& params, opt_state&& first) {
  auto p = std::make_shared<plan>(plan{*params.form,
                                       {},
                                       {},
                                       pytree::like(first.structure(), *params.form),
                                       std::move(first),
                                       {},
                                       {},
                                       {},
                                       {}});
  for (const array& a : std::as_const(params.arrays).leaves()) {
    p->shapes.push_back(a.shape());
    p->dtypes.push_back(a.dtype());
  }
  for (const array& a : std::as_const(p->first).leaves()) {
    p->state_dtypes.push_back(a.dtype());
    p->state_shapes.push_back(a.shape());
  }
  return p;
}

std::shared_ptr<stepper::plan> stepper::find(nb::handle base, const given& leaves, bool dtypes,
                                             nb::handle state, leaf_objects& state_leaves) {
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    const std::shared_ptr<plan> p = plans_[i];
    state_leaves.clear();
    leaf_objects ignored;
    const bool same = leaves.form == &p->params || p->params.leaves_of(base, ignored);
    if (!same || !p->fits(leaves, dtypes) || !p->state_leaves(state, state_leaves)) continue;
    std::rotate(plans_.begin(), plans_.begin() + static_cast<std::ptrdiff_t>(i),
                plans_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    return p;
  }
  opt_state first = without_gil([&] { return tx_.init(leaves.arrays); });
  auto made = plan_of(leaves, std::move(first));
  for (array& leaf : made->first.leaves()) release(leaf);
  state_leaves.clear();
  if (!made->state_leaves(state, state_leaves)) {
    leaf_objects objects;
    const pytree came = pytree::of(state, objects);
    throw tree_mismatch("the state is " + came.structure()->text() + ", expected " +
                        made->state.structure()->text());
  }
  plans_.insert(plans_.begin(), made);
  if (plans_.size() > most_plans) plans_.pop_back();
  return made;
}

// Parameters of which only shapes are known, as jax.eval_shape gives them, are zeros to init.
nb::object stepper::with_numbers(nb::handle params) {
  leaf_objects objects;
  const pytree form = pytree::of(params, objects);
  bool other = false;
  for (nb::object& o : objects) {
    if (python::type_name(o) != "ShapeDtypeStruct") continue;
    o = helper("zeros")(o);
    other = true;
  }
  return other ? form.with(objects) : borrowed(params.ptr());
}

nb::object stepper::init(nb::handle without_numbers, std::optional<dtype> gradients) {
  const nb::object params = with_numbers(without_numbers);
  const std::shared_ptr<plan> last = plans_.empty() ? nullptr : plans_.front();
  const given p(params, "params", false, last == nullptr ? nullptr : &last->params);
  const shown_trees shown({p.shown()}, p.jax);
  opt_state first = without_gil([&] { return tx_.init(p.arrays, {.gradients = gradients}); });
  if (gradients) {
    const auto form = pytree::like(first.structure(), *p.form);
    return new_arrays(form, first.leaves(), p.jax);
  }
  const auto made = plan_of(p, std::move(first));
  nb::object result = new_arrays(made->state, made->first.leaves(), p.jax);
  const auto same = [&](const std::shared_ptr<plan>& q) {
    return &q->params == p.form && q->fits(p, true) &&
           same_structure(q->state.structure(), made->state.structure());
  };
  if (std::none_of(plans_.begin(), plans_.end(), same)) plans_.insert(plans_.begin(), made);
  if (plans_.size() > most_plans) plans_.pop_back();
  return result;
}

nb::object stepper::update(nb::handle updates, nb::handle state, nb::handle params,
                           const nb::object& extra) {
  const std::shared_ptr<plan> last = plans_.empty() ? nullptr : plans_.front();
  const pytree* const expected = last == nullptr ? nullptr : &last->params;
  const given g(updates, "updates", false, expected);
  std::optional<given> p;
  if (!params.is_none()) p.emplace(params, "params", false, expected);
  const bool jax = g.jax && (!p || p->jax);
  const shown_trees shown({p ? p->shown() : g.shown(), g.shown()}, jax, extra);
  leaf_objects state_leaves;
  const std::shared_ptr<plan> known =
      find(p ? params : updates, p ? *p : g, p.has_value(), state, state_leaves);
  const extras others(extra);
  call c(tx_, *known, state_leaves, false);
  const tree no_params;
  tree result = without_gil([&] {
    return tx_.update(g.arrays, c.state(), p ? std::as_const(p->arrays) : no_params, others.args);
  });
  nb::object new_updates = new_arrays(*g.form, result.leaves(), jax);
  return nb::make_tuple(new_updates, c.take(jax));
}

void stepper::step(nb::handle grads, nb::handle state, nb::handle params, const nb::object& extra) {
  if (step_again(grads, state, params, extra)) return;
  const std::shared_ptr<plan> last = plans_.empty() ? nullptr : plans_.front();
  const pytree* const expected = last == nullptr ? nullptr : &last->params;
  given g(grads, "grads", false, expected);
  given p(params, "params", true, expected);
  const shown_trees shown({p.shown(), g.shown()}, false, extra);
  leaf_objects state_leaves;
  const std::shared_ptr<plan> known = find(params, p, true, state, state_leaves);
  const extras others(extra);
  call c(tx_, *known, state_leaves, true);
  c.expect_wide_enough(tx_, g.arrays, p.arrays);
  without_gil([&] { tx_.step(g.arrays, c.state(), p.arrays, others.args); });
  c.keep(std::move(g.arrays), std::move(p.arrays));
}

// A step with trees like those of the last one, in which Python is asked for nothing.
bool stepper::step_again(nb::handle grads, nb::handle state, nb::handle params,
                         const nb::object& extra) {
  if (plans_.empty() || plans_.front()->idle.empty()) return false;
  const std::shared_ptr<plan> p = plans_.front();
  if (!p->idle.back()->steps_again) return false;
  const borrowed_worker w(*p);
  if (!p->params.leaves_of(grads, w->grad_objects) ||
      !p->params.leaves_of(params, w->param_objects) || !p->state_leaves(state, w->state_objects) ||
      !look_at_all_again(w->grads, w->grad_objects, false) ||
      !look_at_all_again(w->params, w->param_objects, true) ||
      !look_at_all_again(w->state, w->state_objects, true))
    return false;
  const shown_trees shown({{&p->params, &w->param_objects, std::as_const(w->params).leaves()},
                           {&p->params, &w->grad_objects, std::as_const(w->grads).leaves()}},
                          false, extra);
  const extras others(extra);
  without_gil([&] { tx_.step(w->grads, w->state, w->params, others.args); });
  return true;
}

stepper::held::held(nb::object tx, nb::handle state, nb::handle params) : tx_(std::move(tx)) {
  stepper& steps = steps_of(nb::cast<const transformation_value&>(tx_));
  given p(params, "params", true, nullptr);
  leaf_objects state_leaves;
  plan_ = steps.find(params, p, true, state, state_leaves);
  call c(steps.tx_, *plan_, state_leaves, true);
  worker_ = c.leave();
  std::vector<array> gradients;  // looked for by each step
  for (array& a : p.arrays.leaves())
    gradients.push_back(array::view(a.mutable_data(), a.dtype(), a.shape(), false));
  worker_->grads = tree(p.form->structure(), std::move(gradients));
  worker_->params = std::move(p.arrays);
  worker_->param_objects = std::move(p.objects);
  worker_->state_objects = std::move(state_leaves);
}
stepper::held::held(held&&) noexcept = default;
stepper::held::~held() = default;

bool stepper::held::step(const nb::object& extra) {
  if (worker_ == nullptr || steps_) return false;
  worker& w = *worker_;
  if (!gradients_of(w.param_objects, w.grad_objects) ||
      !look_at_all_again(w.grads, w.grad_objects, false) ||
      !look_at_all_again(w.params, w.param_objects, true)) {
    w.grad_objects.clear();
    return false;
  }
  struct busy {
    explicit busy(held& h) : at(&h) { at->steps_ = true; }
    busy(const busy&) = delete;
    busy& operator=(const busy&) = delete;
    ~busy() {
      at->worker_->grad_objects.clear();
      at->steps_ = false;
    }
    held* at;
  };
  const nb::object kept = tx_;
  const std::shared_ptr<stepper> steps = nb::cast<const transformation_value&>(tx_).steps;
  const busy now(*this);
  const shown_trees shown({{&plan_->params, &w.param_objects, std::as_const(w.params).leaves()},
                           {&plan_->params, &w.grad_objects, std::as_const(w.grads).leaves()}},
                          false, extra);
  const extras others(extra);
  without_gil([&] { steps->tx_.step(w.grads, w.state, w.params, others.args); });
  return true;
}

int stepper::held::visit(visitproc visit, void* arg) const {
  Py_VISIT(tx_.ptr());
  if (worker_ == nullptr) return 0;
  for (const leaf_objects* all : {&worker_->param_objects, &worker_->state_objects}) {
    for (const nb::object& o : *all) Py_VISIT(o.ptr());
  }
  return 0;
}

void stepper::held::clear() {
  const std::unique_ptr<worker> gone = std::move(worker_);
  const nb::object tx = std::move(tx_);
}

std::pair<std::int64_t, nb::list> stepper::compiled(nb::handle updates, nb::handle state,
                                                    nb::handle params, const nb::dict& extra) {
  const given g(updates, "updates", false, nullptr);
  std::optional<given> p;
  if (!params.is_none()) p.emplace(params, "params", false, nullptr);
  leaf_objects state_leaves;
  const std::shared_ptr<plan> known =
      find(p ? params : updates, p ? *p : g, p.has_value(), state, state_leaves);
  const call c(tx_, *known, state_leaves, false);
  nb::list order;
  const auto append = [&](const leaf_objects& objects) {
    for (const nb::object& o : objects) order.append(o);
  };
  append(g.objects);
  append(state_leaves);
  if (p) append(p->objects);
  nb::list names = extra.keys();
  names.sort();
  std::vector<compiled_update::extra> extras;
  for (const nb::handle name : names) {
    leaf_objects objects;
    const nb::object value = extra[name];
    if (value.is_none()) continue;
    const pytree form = pytree::of(value, objects);
    append(objects);
    extras.push_back({text_of(name), form.structure()});
  }
  auto made = std::make_unique<compiled_update>(tx_, g.form->structure(), c.copy(),
                                                p ? p->form->structure() : nullptr, extras);
  return {add_compiled(std::move(made)), order};
}

std::string stepper::explain(nb::handle params) const {
  const given p(params, "params", false, nullptr);
  const shown_trees shown({p.shown()}, p.jax);
  return without_gil([&] { return optaxx::explain(tx_, p.arrays); });
}

tree stepper::state_tree(nb::handle state) {
  for (const auto& p : plans_) {
    leaf_objects objects;
    if (!p->state.leaves_of(state, objects)) continue;
    std::vector<array> copies;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      const viewed v = view_of(objects[i].ptr(), false, {"state", p->state.structure().get(), i});
      copies.push_back(v.view);
    }
    return {p->state.structure(), std::move(copies)};
  }
  return own_tree(state, "state");
}

nb::object stepper::load(const std::string& file, nb::handle params, const std::string& part,
                         bool partial) {
  const given p(params, "params", false, nullptr);
  const shown_trees shown({p.shown()}, p.jax);
  opt_state s = without_gil([&] {
    opt_state made = tx_.init(p.arrays);
    optaxx::load_state(file, made, {part, partial});
    return made;
  });
  return new_arrays(pytree::like(s.structure(), *p.form), s.leaves(), p.jax);
}

nb::object apply_updates(nb::handle params, nb::handle updates) {
  std::vector<nb::object> owners;
  leaf_objects objects;
  const pytree form = pytree::of(params, objects);
  bool jax = !objects.empty();
  for (const nb::object& o : objects) jax = jax && is_jax(o.ptr());
  const tree given = viewed_tree(params, "params", owners);
  leaf_objects changes;
  const bool alike = form.leaves_of(updates, changes, true);
  tree change =
      alike ? views_of(form, changes, "updates", owners) : viewed_tree(updates, "updates", owners);
  // NumPy's own floats are wider than JAX's: float64 beside float32 is what rounding leaves of it,
  // and float32 is no less for float64.
  for (std::size_t i = 0; i < change.leaves().size() && i < given.leaves().size(); ++i) {
    array& u = change.leaves()[i];
    if (given.leaves()[i].dtype() == dtype::f64 && is_floating(u.dtype()) &&
        u.dtype() != dtype::f64) {
      array wide = astype(u, dtype::f64);
      release(u);
      u = std::move(wide);
    }
    if (u.dtype() == dtype::f64 && is_floating(given.leaves()[i].dtype()) &&
        given.leaves()[i].dtype() != dtype::f64) {
      array narrow = astype(u, dtype::f32);
      release(u);
      u = std::move(narrow);
    }
  }
  tree sum = packed(given);
  without_gil([&] { optaxx::apply_updates(sum, change); });
  return new_arrays(form, sum.leaves(), jax);
}

}  // namespace optaxx::python
