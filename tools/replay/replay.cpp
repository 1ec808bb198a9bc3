#include "replay/replay.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/element.hpp"
#include "io/structure_difference.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/tree_map.hpp"
#include "optaxx/tree_utils/apply_updates.hpp"
#include "replay/bindings.hpp"

namespace replay {
namespace {

using namespace optaxx;
double rosenbrock2(const tree& params) {
  if (params.leaves().empty() || params.leaves()[0].size() != 2)
    throw format_error("rosenbrock2 needs two parameters");
  const float x0 = params.leaves()[0].data<float>()[0];
  const float x1 = params.leaves()[0].data<float>()[1];
  return static_cast<double>(100 * (x1 - x0 * x0) * (x1 - x0 * x0) + (1 - x0) * (1 - x0));
}

// f(x, i) of the elements of each leaf.
template <class F>
tree of_elements(const tree& t, const F& f) {
  return tree_map(
      [&](const array& a) {
        array result(a.dtype(), a.shape());
        for (std::size_t i = 0; i < a.size(); ++i)
          detail::store_element(a.dtype(), result.mutable_data(), i, f(a, i));
        return result;
      },
      t);
}
double element(const array& a, std::size_t i) {
  return detail::load_element(a.dtype(), a.data(), i);
}

// The functions of tools/record_trace.py.
tree product_with_half_squares_of_sums(const tree&, const tree& vector) {
  return of_elements(vector, [](const array& v, std::size_t) {
    double sum = 0;
    for (std::size_t j = 0; j < v.size(); ++j) sum += element(v, j);
    return sum;
  });
}
tree quarters_of_params(const tree& params, step_t i) {
  return of_elements(params, [i](const array& p, std::size_t k) {
    return element(p, k) * (static_cast<double>(i + 1) / 4);
  });
}

extra_args extra_of(const trace& t, const trace_step& s) {
  extra_args extra;
  for (const auto& [name, value] : s.extra) {
    const bool number = value.structure()->size() == 1 && value.leaves().size() == 1 &&
                        value.leaves()[0].shape().rank() == 0;
    if (name == "value") {
      extra.value = value.leaf().item();
    } else if (name == "grad") {
      extra.grad = &value;
    } else if (number) {
      extra.others.emplace(name, value.leaf().item());
    } else {
      extra.others.emplace(name, value);
    }
  }
  for (const std::string& name : t.functions) {
    if (name == "obj_fn") {
      extra.hvp_fn = product_with_half_squares_of_sums;
    } else if (name == "grad_fn") {
      extra.grad_fn = quarters_of_params;
    } else {
      throw format_error("has the unknown function " + name);
    }
  }
  if (t.value_fn == "rosenbrock2") {
    extra.value_fn = rosenbrock2;
  } else if (!t.value_fn.empty()) {
    throw format_error("has the unknown objective " + t.value_fn);
  }
  return extra;
}

void expect_same_form(const tree& got, const tree& wanted, const char* what) {
  if (!same_structure(got.structure(), wanted.structure())) {
    const std::string difference =
        io::structure_difference(*wanted.structure(), *got.structure(), "ours");
    throw format_error("has another " + std::string(what) +
                       " than ours: " + (difference.empty() ? "keys of another type" : difference));
  }
  const auto text = [](const array& a) {
    return std::string(name_of(a.dtype())) + a.shape().text();
  };
  for (std::size_t i = 0; i < got.leaves().size(); ++i) {
    const array& a = got.leaves()[i];
    const array& b = wanted.leaves()[i];
    if (a.dtype() == b.dtype() && a.shape() == b.shape()) continue;
    throw format_error(std::string(what) + got.structure()->accessor(i) + " is " + text(a) +
                       " here, " + text(b) + " in the trace");
  }
}

void load(opt_state& state, const tree& recorded) {
  expect_same_form(state, recorded, "state");
  std::copy(recorded.leaves().begin(), recorded.leaves().end(), state.leaves().begin());
}

void override_leaf(opt_state& state, const std::string& path, const array& value) {
  for (std::size_t i = 0; i < state.leaves().size(); ++i) {
    if (state.path(i) != path) continue;
    array& leaf = state.leaves()[i];
    if (leaf.dtype() != value.dtype() || !(leaf.shape() == value.shape()))
      throw format_error("replaces state/" + path + " by another dtype or shape");
    leaf = value;
    return;
  }
  throw format_error("replaces state/" + path + ", and there is no such leaf here");
}

bool same_bits(const tree& a, const tree& b) {
  for (std::size_t i = 0; i < a.leaves().size(); ++i) {
    if (!identical(a.leaves()[i], b.leaves()[i])) return false;
  }
  return same_structure(a.structure(), b.structure());
}

// Optax's monitor has no measurements before its first step, where ours are zeros.
tree with_measurements(tree recorded, const tree& ours) {
  const tree_structure& nodes = *ours.structure();
  for (std::uint32_t n = 0; n < nodes.size(); ++n) {
    if (nodes[n].type != "MonitorState") continue;
    const std::string path = nodes.node_path(n);
    const std::string field = path + (path.empty() ? "" : "/") + "measurements";
    const tree_ref there = recorded.at(field);
    if (there.children() == 0) there = const_tree_ref(ours.at(field));
  }
  return recorded;
}

class runner {
 public:
  runner(const trace& t, const transformation& tx, const options& how,
         const std::function<void(const compared_leaf&)>& compare)
      : trace_(t),
        tx_(tx),
        how_(how),
        compare_(compare),
        state_(tx.init(t.params)),
        first_state_(with_measurements(t.state, state_)),
        params_(t.params) {}

  void run() {
    const bool f64 = std::any_of(params_.leaves().begin(), params_.leaves().end(),
                                 [](const array& a) { return a.dtype() == dtype::f64; });
    if (trace_.x64 && !f64)
      throw format_error("was recorded with jax_enable_x64, and none of its parameters is float64");
    show(part::state, -1, state_, first_state_);
    for (std::size_t k = 0; k < trace_.steps.size(); ++k) step(k);
  }

 private:
  void step(std::size_t k) {
    const trace_step& s = trace_.steps[k];
    const auto number = static_cast<std::ptrdiff_t>(k);
    if (how_.forced) {
      load(state_, k == 0 ? first_state_ : trace_.steps[k - 1].state);
      params_ = k == 0 ? trace_.params : trace_.steps[k - 1].params;
    }
    for (const auto& [path, value] : s.overrides) override_leaf(state_, path, value);
    const extra_args extra = extra_of(trace_, s);
    opt_state stepped_state = state_;
    tree stepped_params = params_;

    const tree updates = tx_.update(s.grads, state_, params_, extra);
    show(part::updates, number, updates, s.updates);
    show(part::state, number, state_, s.state);
    tree recorded_sum = params_;
    apply_updates(params_, updates);
    if (how_.forced) apply_updates(recorded_sum, s.updates);
    show(part::params, number, how_.forced ? recorded_sum : params_, s.params);

    if (!how_.check_step) return;
    tx_.step(s.grads, stepped_state, stepped_params, extra);
    if (!same_bits(stepped_state, state_) || !same_bits(stepped_params, params_))
      throw format_error("step " + std::to_string(k) + ": step is not update and apply_updates");
  }

  void show(part what, std::ptrdiff_t step, const tree& got, const tree& wanted) {
    expect_same_form(got, wanted, name_of(what));
    for (std::size_t i = 0; i < got.leaves().size(); ++i) {
      const std::string path = got.path(i);
      compare_({what, step, path, got.leaves()[i], wanted.leaves()[i]});
    }
  }

  const trace& trace_;
  const transformation& tx_;
  const options& how_;
  const std::function<void(const compared_leaf&)>& compare_;
  opt_state state_;
  tree first_state_;
  tree params_;
};

}  // namespace

const char* name_of(part p) {
  return p == part::updates ? "updates" : p == part::state ? "state" : "params";
}

transformation transformation_of(const trace& t, const bindings& given) {
  return bound_recipe(t.recipe, bindings_of_json(t.bindings), given);
}

void run(const trace& t, const transformation& tx, const options& how,
         const std::function<void(const compared_leaf&)>& compare) {
  runner(t, tx, how, compare).run();
}

report measure(const trace& t, const transformation& tx, const options& how, const bounds& within) {
  report result;
  result.steps = t.steps.size();
  double worst = 0;
  run(t, tx, how, [&](const compared_leaf& leaf) {
    const distance d = distance_between(leaf.got, leaf.wanted);
    (leaf.what == part::updates ? result.updates
     : leaf.what == part::state ? result.state
                                : result.params)
        .widen(d);
    const bool far = !within.hold(d);
    const double size = within.size_of(d);
    if (size <= worst && !far) return;
    place here{leaf.step, name_of(leaf.what)};
    if (!leaf.path.empty()) here.path += "/" + leaf.path;
    if (far && !result.beyond) result.beyond = here;
    if (size > worst) result.worst = std::move(here);
    worst = std::max(worst, size);
  });
  return result;
}

}  // namespace replay
