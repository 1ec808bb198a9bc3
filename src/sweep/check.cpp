#include <algorithm>
#include <string>

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

const char* kind_name(node_kind kind) {
  switch (kind) {
    case node_kind::none:
      return "None";
    case node_kind::leaf:
      return "an array";
    case node_kind::rng_key:
      return "a key";
    case node_kind::dict:
      return "a dict";
    case node_kind::ordered_dict:
      return "an ordered dict";
    case node_kind::list:
      return "a list";
    case node_kind::tuple:
      return "a tuple";
    case node_kind::named_struct:
      return "a struct";
  }
  return "";
}

// The first node, in preorder, where two structures differ.
std::string first_difference(const tree_structure& expected, const tree_structure& came,
                             const char* name) {
  std::uint32_t i = 0;
  for (; i < expected.size() && i < came.size(); ++i) {
    const auto& e = expected[i];
    const auto& c = came[i];
    const std::string place = came.node_accessor(i);
    if (e.kind != c.kind || e.type != c.type) {
      return name + place + " is " + kind_name(c.kind) + ", params" + expected.node_accessor(i) +
             " is " + kind_name(e.kind);
    }
    if (e.children == 0 && c.children == 0) continue;
    const std::string of_expected = names_of_children(expected, i);
    const std::string of_came = names_of_children(came, i);
    if (of_expected != of_came)
      return name + place + " has " + of_came + ", params has " + of_expected;
  }
  return name + std::string(" has another structure than params");
}

void check_structure(const step_plan& plan, const tree& t, const char* name,
                     std::shared_ptr<const tree_structure>* known) {
  if (t.structure() == plan.structure || (known != nullptr && t.structure() == *known)) return;
  if (!(*t.structure() == *plan.structure)) {
    throw tree_mismatch(function_of(plan) + ": " +
                        first_difference(*plan.structure, *t.structure(), name));
  }
  if (known != nullptr) *known = t.structure();
}

void check_leaves(const step_plan& plan, const tree& t, const char* name) {
  for (std::size_t i = 0; i < plan.leaves.size(); ++i) {
    const array& a = t.leaves()[i];
    const leaf_info& expected = plan.leaves[i];
    if (a.shape() == expected.shape && a.dtype() == expected.dtype) [[likely]]
      continue;
    const std::string leaf = function_of(plan) + ": " + name + plan.structure->accessor(i);
    if (!(a.shape() == expected.shape)) {
      throw tree_mismatch(leaf + " has shape " + a.shape().text() + ", params has " +
                          expected.shape.text());
    }
    throw tree_mismatch(leaf + " is " + std::string(name_of(a.dtype())) + ", params is " +
                        std::string(name_of(expected.dtype)));
  }
}

}  // namespace

std::string function_of(const step_plan& plan) {
  return plan.owner == nullptr ? plan.function : short_name(*plan.owner);
}

std::string short_name(const rule& r) {
  std::string function = r.describe().function;
  function.resize(std::min(function.size(), function.find('(')));
  const std::size_t dot = function.rfind('.');
  return dot == std::string::npos ? function : function.substr(dot + 1);
}

void check_tree(const step_plan& plan, const tree& t, const char* name,
                std::shared_ptr<const tree_structure>* known) {
  check_structure(plan, t, name, known);
  check_leaves(plan, t, name);
}

}  // namespace optaxx
