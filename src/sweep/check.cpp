#include "sweep/check.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/structure_text.hpp"

namespace optaxx {
namespace {

// What a tree is compared with.
const char* wanted(std::string_view name) { return name == "params" ? "params at init" : "params"; }

void check_leaf(const step_plan& plan, std::size_t leaf, const array& a, const char* name) {
  const bool exactly = std::string_view(name) == "params";
  const leaf_info& expected = plan.leaves[leaf];
  const bool same_shape = a.shape() == expected.shape;
  if (same_shape && (exactly ? a.dtype() == expected.dtype : may_update(a.dtype(), expected.dtype)))
    return;
  const std::string which = function_of(plan) + ": " + name + plan.structure->accessor(leaf);
  if (!same_shape) {
    throw tree_mismatch(which + " has shape " + a.shape().text() + ", " + wanted(name) + " has " +
                        expected.shape.text());
  }
  throw tree_mismatch(which + " is " + std::string(name_of(a.dtype())) + ", " + wanted(name) +
                      " is " + std::string(name_of(expected.dtype)));
}

// All of a tree, or what is not known.
[[gnu::noinline]] void look_at_tree(const step_plan& plan, const tree& t, const char* name,
                                    known_tree* known) {
  if (known == nullptr || t.structure() != known->structure()) check_structure(plan, t, name);
  const auto check = [&](std::size_t leaf, const array& a) { check_leaf(plan, leaf, a, name); };
  if (known != nullptr) {
    return known->look_at(
        t, [&](std::size_t leaf, const array& a) { return a.shape() == plan.leaves[leaf].shape; },
        check);
  }
  for (std::size_t i = 0; i < t.leaves().size(); ++i) check(i, t.leaves()[i]);
}

}  // namespace

bool may_update(dtype came, dtype expected) {
  if (came == expected) return true;
  return is_floating(came) && is_floating(expected) && came != dtype::f64 && expected != dtype::f64;
}

tree_mismatch not_a_float(const step_plan& plan, const tree_structure& params, std::size_t leaf,
                          dtype came) {
  return tree_mismatch(function_of(plan) + ": params" + params.accessor(leaf) + " is " +
                       std::string(name_of(came)) +
                       ", expected a float dtype; other leaves can only be masked out or frozen");
}

bool may_hold(const step_plan& plan, std::size_t state_leaf, dtype came) {
  const dtype laid_out = (*plan.state_types)[state_leaf];
  return came == laid_out || (plan.state_follows[state_leaf] != 0 && may_update(came, laid_out) &&
                              promote(came, laid_out) == came);
}

void expect_steppable(const std::string& function, const tree& params) {
  for (std::size_t i = 0; i < params.leaves().size(); ++i) {
    const array& a = params.leaves()[i];
    if (a.steppable()) continue;
    throw std::invalid_argument(function + ": params" + params.structure()->accessor(i) + " " +
                                a.why_not_steppable());
  }
}

void check_structure(const step_plan& plan, const tree& t, const char* name) {
  if (t.structure() == plan.structure || *t.structure() == *plan.structure) return;
  throw tree_mismatch(
      function_of(plan) + ": " +
      detail::first_difference(*t.structure(), name, *plan.structure, wanted(name)));
}

void check_tree(const step_plan& plan, const tree& t, const char* name, known_tree* known) {
  const leaf_info* const expected = plan.leaves.data();
  const auto fits = [expected](std::size_t leaf, const array& a) {
    return a.shape() == expected[leaf].shape;
  };
  if (known != nullptr && known->is_still(t, fits)) return;
  look_at_tree(plan, t, name, known);
}

void check_gradients(const step_plan& plan, const tree& gradients) {
  const gradient_form& form = *plan.form;
  if (!same_structure(gradients.structure(), form.structure)) {
    throw tree_mismatch(function_of(plan) + ": " +
                        detail::first_difference(*gradients.structure(), "updates", *form.structure,
                                                 "the gradients of params"));
  }
  std::int64_t examples = -1;
  for (std::size_t i = 0; i < gradients.leaves().size(); ++i) {
    const array& a = gradients.leaves()[i];
    const leaf_info& expected = plan.leaves[form.first_leaf + i];
    const auto misfit = [&](const std::string& text) {
      return tree_mismatch(function_of(plan) + ": updates" + form.structure->accessor(i) + " " +
                           text);
    };
    if (form.per_example) {
      const bool fits = a.shape().rank() == expected.shape.rank() + 1 &&
                        std::equal(a.shape().begin() + 1, a.shape().end(), expected.shape.begin(),
                                   expected.shape.end());
      if (!fits) {
        throw misfit("has shape " + a.shape().text() +
                     ", expected an axis of examples in front of " + expected.shape.text());
      }
      if (examples < 0) examples = a.shape()[0];
      if (a.shape()[0] != examples) {
        throw misfit("has " + std::to_string(a.shape()[0]) + " examples, the first has " +
                     std::to_string(examples));
      }
      if (examples == 0) throw misfit("has no examples");
    } else if (!(a.shape() == expected.shape)) {
      throw misfit("has shape " + a.shape().text() + ", params has " + expected.shape.text());
    }
    if (!may_update(a.dtype(), expected.dtype)) {
      throw misfit("is " + std::string(name_of(a.dtype())) + ", params is " +
                   std::string(name_of(expected.dtype)));
    }
  }
}

void check_made(const step_plan& plan, const tree& made) {
  look_at_tree(plan, made, "updates", nullptr);
}

void check_state(const step_plan& plan, const tree& state, const std::vector<dtype>& types,
                 known_tree& known) {
  const auto fits = [](std::size_t, const array&) { return true; };
  known.look_at(state, fits, [&](std::size_t leaf, const array& a) {
    const shape& expected = plan.state_shapes[leaf];
    const bool same_size = a.size() == expected.elements();
    const bool is_number = expected.rank() == 0;
    if (same_size && (is_number || a.dtype() == types[leaf]) && a.writable()) return;
    const std::string which = "update: state" + state.structure()->accessor(leaf);
    if (!same_size) {
      throw tree_mismatch(which + " has shape " + a.shape().text() + ", expected " +
                          expected.text());
    }
    if (!a.writable())
      throw std::invalid_argument(which + " was borrowed as const and cannot be written to");
    throw tree_mismatch(which + " is " + std::string(name_of(a.dtype())) + ", expected " +
                        std::string(name_of(types[leaf])));
  });
}

}  // namespace optaxx
