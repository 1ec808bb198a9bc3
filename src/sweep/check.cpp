#include <algorithm>
#include <string>
#include <string_view>

#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/plan.hpp"

namespace optaxx {
namespace {

std::string names_of_children(const tree_structure& s, std::uint32_t node) {
  std::string names;
  for (std::uint32_t i = 0; i < s[node].children; ++i) {
    names += (i == 0 ? "" : ", ") + s[s.child_at(node, i)].name.repr();
  }
  return "{" + names + "}";
}

// What a tree is compared with.
const char* wanted(std::string_view name) { return name == "params" ? "params at init" : "params"; }

// The first node, in preorder where two structures differ.
std::string first_difference(const tree_structure& expected, const tree_structure& came,
                             const char* name) {
  for (std::uint32_t i = 0; i < expected.size() && i < came.size(); ++i) {
    const std::string found = difference(came, i, name, expected, i, wanted(name));
    if (!found.empty()) return found;
  }
  return name + std::string(" has another structure than ") + wanted(name);
}

void check_structure(const step_plan& plan, const tree& t, const char* name) {
  if (t.structure() == plan.structure || *t.structure() == *plan.structure) return;
  throw tree_mismatch(function_of(plan) + ": " +
                      first_difference(*plan.structure, *t.structure(), name));
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
  return is_floating(came) && came != dtype::f64 && expected != dtype::f64;
}

std::string difference(const tree_structure& came, std::uint32_t came_node, const char* came_name,
                       const tree_structure& expected, std::uint32_t expected_node,
                       const char* expected_name) {
  const auto& c = came[came_node];
  const auto& e = expected[expected_node];
  const std::string of_came = came_name + came.node_accessor(came_node);
  const std::string of_expected = expected_name + expected.node_accessor(expected_node);
  if (e.kind != c.kind || e.type != c.type) {
    return of_came + " is " + detail::kind_text(c) + ", " + of_expected + " is " +
           detail::kind_text(e);
  }
  const std::string came_names = names_of_children(came, came_node);
  const std::string expected_names = names_of_children(expected, expected_node);
  if (came_names == expected_names) return {};
  return of_came + " has " + came_names + ", " + expected_name + " has " + expected_names;
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
