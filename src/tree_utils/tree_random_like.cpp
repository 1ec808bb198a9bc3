#include "optaxx/tree_utils/tree_random_like.hpp"

#include <memory>
#include <utility>

#include "optaxx/random/samplers.hpp"

namespace optaxx {

std::vector<prng_key> tree_split_key_like(const prng_key& key, const tree& target) {
  return random::split(key, target.leaves().size());
}

tree tree_random_like(const prng_key& key, const tree& target) {
  const std::vector<prng_key> keys = tree_split_key_like(key, target);
  std::vector<array> leaves;
  leaves.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const array& a = target.leaves()[i];
    leaves.push_back(random::normal(keys[i], a.shape(), a.dtype()));
  }
  return {target.structure(), std::move(leaves)};
}

namespace {

using structure_ptr = std::shared_ptr<const tree_structure>;

// With a leaf where there is a key.
structure_ptr without_keys(const structure_ptr& whole, std::uint32_t node) {
  const auto& n = (*whole)[node];
  if (n.kind == node_kind::rng_key) return tree_structure::of_leaf();
  if (n.kind == node_kind::leaf || n.kind == node_kind::none)
    return tree_structure::part(whole, node);
  std::vector<std::pair<key, structure_ptr>> children;
  for (const std::uint32_t child : whole->children_of(node))
    children.emplace_back((*whole)[child].name, without_keys(whole, child));
  return tree_structure::of(n.kind, n.type, children);
}

}  // namespace

tree tree_unwrap_random_key_data(const tree& input_tree) {
  const auto leaves = input_tree.leaves();
  return {without_keys(input_tree.structure(), 0),
          std::vector<array>(leaves.begin(), leaves.end())};
}

}  // namespace optaxx
