#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/plan.hpp"

namespace optaxx {
namespace {

// What a tree is compared with.
const char* wanted(std::string_view name) { return name == "params" ? "params at init" : "params"; }

void check_structure(const step_plan& plan, const tree& t, const char* name) {
  if (t.structure() == plan.structure || *t.structure() == *plan.structure) return;
  throw tree_mismatch(
      function_of(plan) + ": " +
      detail::first_difference(*t.structure(), name, *plan.structure, wanted(name)));
}

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

std::string function_of(const step_plan& plan) {
  return plan.owner == nullptr ? plan.function : short_name(*plan.owner);
}

std::string short_name(const rule& r) {
  std::string function = r.describe().function;
  function.resize(std::min(function.size(), function.find('(')));
  const std::size_t dot = function.rfind('.');
  return dot == std::string::npos ? function : function.substr(dot + 1);
}

void expect_steppable(const std::string& function, const tree& params) {
  for (std::size_t i = 0; i < params.leaves().size(); ++i) {
    const array& a = params.leaves()[i];
    if (a.steppable()) continue;
    throw std::invalid_argument(function + ": params" + params.structure()->accessor(i) + " " +
                                a.why_not_steppable());
  }
}

void check_tree(const step_plan& plan, const tree& t, const char* name, known_tree* known) {
  if (known == nullptr || t.structure() != known->structure_) check_structure(plan, t, name);
  const std::span<const array> leaves = t.leaves();
  if (known == nullptr) {
    for (std::size_t i = 0; i < leaves.size(); ++i) check_leaf(plan, i, leaves[i], name);
    return;
  }
  if (t.structure() != known->structure_) known->structure_ = t.structure();
  bool moved = false;
  if (known->version_ == 0) {
    known->places_.resize(leaves.size());
    known->version_ = 1;
    moved = true;
  }
  known_tree::place* place = known->places_.data();
  const leaf_info* expected = plan.leaves.data();
  for (const array& a : leaves) {
    if (*place != known_tree::place_of(a) || a.shape() != expected->shape) [[unlikely]] {
      check_leaf(plan, static_cast<std::size_t>(&a - leaves.data()), a, name);
      if (!moved) ++known->version_;
      moved = true;
      *place = known_tree::place_of(a);
    }
    ++place;
    ++expected;
  }
}

}  // namespace optaxx
