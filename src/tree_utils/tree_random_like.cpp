#include "optaxx/tree_utils/tree_random_like.hpp"

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

}  // namespace optaxx
