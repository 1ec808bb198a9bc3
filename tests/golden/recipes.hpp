#pragma once

#include <string>
#include <vector>

#include "optaxx/optaxx.hpp"
#include "support/compare.hpp"

namespace golden {

/// What a step from recorded states may differ by, in ULP. The default: nothing, and the bits are
/// those of Optax from the first step to the last.
struct tolerance {
  double updates = 0;
  std::string why = {};
  support::ulp_options unit = {};
  optaxx::path_set state_leaves = {};  ///< The others have the same bits.
  double state = 0;                    ///< What those leaves may differ by.
};

/// A trace, and its recipe in C++.
struct recipe {
  std::string trace;
  optaxx::transformation tx;
  tolerance allowed = {};
};

using recipe_table = std::vector<recipe>;
recipe_table transform_recipes();
recipe_table schedule_recipes();
recipe_table combinator_recipes();
recipe_table optimizer_recipes();
recipe_table x64_recipes();

/// `lambda p: jax.tree.map(lambda x: x.ndim > 1, p)`.
inline optaxx::mask_tree ndim_above_one(const optaxx::tree& p) {
  return optaxx::tree_map([](const optaxx::array& x) { return x.shape().rank() > 1; }, p);
}
/// `lambda p: jax.tree.map(lambda x: x.ndim != 1, p)`.
inline optaxx::mask_tree ndim_not_one(const optaxx::tree& p) {
  return optaxx::tree_map([](const optaxx::array& x) { return x.shape().rank() != 1; }, p);
}

}  // namespace golden
