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

void describe_leaves(step_plan& plan, const tree& params) {
  plan.structure = params.structure();
  plan.all.structure = plan.structure;
  for (std::size_t i = 0; i < params.leaves().size(); ++i) {
    const array& a = params.leaves()[i];
    plan.leaves.push_back({a.dtype(), a.shape(), a.size()});
    plan.elements += a.size();
    plan.x64 = plan.x64 || a.dtype() == dtype::f64;
    plan.narrow = plan.narrow || is_narrow(a.dtype());
    plan.integral = plan.integral || !is_floating(a.dtype());
    plan.all.positions.push_back(static_cast<std::uint32_t>(i));
    plan.all.rank.push_back(static_cast<std::uint32_t>(i));
  }
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
