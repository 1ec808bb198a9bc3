#include "sweep/plan.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/array_block.hpp"

namespace optaxx {
namespace {

template <class List>
auto at_node(const List& list, std::uint32_t node) {
  const auto found =
      std::ranges::lower_bound(list, node, {}, [](const auto& item) { return item.first; });
  return found != list.end() && found->first == node ? found->second.get() : nullptr;
}

}  // namespace

tree step_plan::zeros(const std::function<dtype(std::size_t)>& type_of) const {
  detail::array_block block;
  for (std::size_t i = 0; i < leaves.size(); ++i) block.add(type_of(i), leaves[i].shape);
  return {structure, block.make()};
}

const leaf_set& step_plan::mask_of(std::uint32_t node) const {
  if (const leaf_set* const set = at_node(masks, node)) return *set;
  throw std::logic_error("sweep::only: this part of the state was laid out without a mask");
}

const step_plan& step_plan::inner_of(std::uint32_t node) const {
  if (const step_plan* const plan = at_node(inner, node)) return *plan;
  throw std::logic_error(
      "sweep::run: this part of the state was laid out without parameters of its own");
}

const leaf_axes& step_plan::axes_of(std::uint32_t node, std::string_view name) const {
  auto found =
      std::ranges::lower_bound(axes, node, {}, [](const auto& item) { return item.first; });
  for (; found != axes.end() && found->first == node; ++found) {
    if (found->second->name == name) return *found->second;
  }
  throw std::logic_error("sweep::axes: this part of the state was laid out without axes '" +
                         std::string(name) + "'");
}

namespace {

void describe(step_plan& plan, std::shared_ptr<const tree_structure> structure,
              std::vector<leaf_info> leaves) {
  plan.structure = std::move(structure);
  plan.all.structure = plan.structure;
  plan.leaves = std::move(leaves);
  for (std::uint32_t i = 0; i < plan.leaves.size(); ++i) {
    const leaf_info& leaf = plan.leaves[i];
    plan.elements += leaf.elements;
    plan.x64 = plan.x64 || leaf.dtype == dtype::f64;
    plan.narrow = plan.narrow || is_narrow(leaf.dtype);
    plan.integral = plan.integral || !is_floating(leaf.dtype);
    plan.all.positions.push_back(i);
    plan.all.rank.push_back(i);
  }
}

}  // namespace

void describe_leaves(step_plan& plan, const tree& params) {
  std::vector<leaf_info> leaves;
  leaves.reserve(params.leaves().size());
  for (const array& a : params.leaves()) leaves.push_back({a.dtype(), a.shape(), a.size()});
  describe(plan, params.structure(), std::move(leaves));
}

void describe_leaves(step_plan& plan, std::vector<leaf_info> leaves) {
  std::vector<std::pair<key, std::shared_ptr<const tree_structure>>> each;
  for (std::size_t i = 0; i < leaves.size(); ++i)
    each.emplace_back(key(i), tree_structure::of_leaf());
  describe(plan, tree_structure::of(node_kind::list, "", each), std::move(leaves));
}

void describe_leaves(step_plan& plan, const step_plan& as) {
  plan.structure = as.structure;
  plan.leaves = as.leaves;
  plan.elements = as.elements;
  plan.x64 = as.x64;
  plan.integral = as.integral;
  plan.narrow = as.narrow;
  plan.all = as.all;
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

tree views_of(const std::shared_ptr<const tree_structure>& structure, const tree& params,
              const std::vector<std::uint32_t>& positions) {
  std::vector<array> leaves;
  leaves.reserve(positions.size());
  for (const std::uint32_t i : positions) {
    const array& a = params.leaves()[i];
    leaves.push_back(array::view(const_cast<void*>(a.data()), a.dtype(), a.shape(), false));
  }
  return {structure, std::move(leaves)};
}

}  // namespace optaxx
