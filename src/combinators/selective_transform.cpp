#include "optaxx/combinators/selective_transform.hpp"

#include <string>

#include "combinators/check_prefix.hpp"
#include "optaxx/combinators/partition.hpp"
#include "optaxx/core/tree_map.hpp"
#include "optaxx/transforms/set_to_zero.hpp"
#include "transforms/alias.hpp"

namespace optaxx {
transformation detail::make_selective_transform(const selective_transform_options<>& o) {
  const auto labels = [mask = o.freeze_mask](const tree& params) {
    const mask_tree frozen_leaves = mask.of(params);
    check_prefix("selective_transform", "freeze_mask", *frozen_leaves.structure(),
                 *params.structure());
    return tree_map([](bool frozen) { return std::string(frozen ? "freeze" : "train"); },
                    frozen_leaves);
  };
  return alias(call_of<selective_transform_options<given, given>>("optax.selective_transform", o),
               partition({{"train", o.optimizer}, {"freeze", set_to_zero()}}, labels));
}

}  // namespace optaxx
