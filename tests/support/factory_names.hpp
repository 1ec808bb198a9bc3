#pragma once

#include <set>
#include <string>
#include <vector>

#include "optaxx/recipe/recipe.hpp"

namespace support {

/// The factories that recipes know as optax.name and optax.contrib.name, without other names of the
/// same. Left out are what transformations of a text are made of, whose tests are in
/// recipe/text_transformation_test and recipe/array_expressions_test.
inline std::vector<std::string> factory_names() {
  const std::set<std::string> others{"optax.GradientTransformation",
                                     "optax.GradientTransformationExtraArgs",
                                     "optax.MaskedNode",
                                     "optax.apply_updates",
                                     "optax.bias_correction",
                                     "optax.global_norm",
                                     "optax.incremental_update",
                                     "optax.init_empty_state",
                                     "optax.inject_stateful_hyperparams",
                                     "optax.multi_steps",
                                     "optax.multi_transform",
                                     "optax.safe_increment",
                                     "optax.safe_int32_increment",
                                     "optax.safe_norm",
                                     "optax.safe_root_mean_squares",
                                     "optax.scale_gradient",
                                     "optax.stateless",
                                     "optax.stateless_with_tree_map",
                                     "optax.update_infinity_moment",
                                     "optax.update_moment",
                                     "optax.update_moment_per_elem_norm",
                                     "optax.with_extra_args_support"};
  std::vector<std::string> names;
  for (const std::string& name : optaxx::recipe_names()) {
    const std::size_t module = name.starts_with("optax.contrib.") ? 14 : 6;
    const bool of_optax = name.starts_with("optax.") && name.find('.', module) == std::string::npos;
    if (of_optax && !others.contains(name) && !name.ends_with("State")) names.push_back(name);
  }
  return names;
}

}  // namespace support
