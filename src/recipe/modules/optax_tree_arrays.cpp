// optax.tree: what is true of whole trees of arrays, and their shapes.
#include "optaxx/tree_utils/tree_allclose.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/array_functions.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/array_trees.hpp"
#include "recipe/values/tensors.hpp"

namespace optaxx::recipes {
namespace {

value allclose_of(const call_site& site) {
  const std::string name = "optax.tree.allclose";
  const auto chosen = match_arguments(name, site, {"a", "b", "rtol", "atol", "equal_nan"}, 2);
  tree_allclose_options o;
  const auto given = [&]<class T>(std::size_t i, const char* option, T& to) {
    if (chosen[i] == nullptr) return;
    to = convert(*chosen[i]->given, {site.in, chosen[i]->at, name + ": " + option},
                 option_type<T>{});
  };
  given(2, "rtol", o.rtol);
  given(3, "atol", o.atol);
  given(4, "equal_nan", o.equal_nan);
  return placed(site.at, [&]() -> value {
    const tree a = tree_of(*chosen[0]->given, site.in.x64());
    const tree b = tree_of(*chosen[1]->given, site.in.x64());
    site.in.arrays()->compute(4 * elements_of(a));
    const double close = tree_allclose(a, b, o) ? 1.0 : 0.0;
    return jax_scalar{close, dtype::boolean, false};
  });
}

value batch_shape_of(const call_site& site) {
  const auto chosen = match_arguments("optax.tree.batch_shape", site, {"tree", "shape"}, 1);
  std::vector<std::int64_t> batch;
  if (chosen[1] != nullptr) batch = shape_argument(site, *chosen[1]);
  const array_function broadcast = functions_of_shapes().at("broadcast_to");
  return map_tree(site, {*chosen[0]->given}, [&](const key_path&, std::vector<value> parts) {
    std::vector<value> extents;
    for (const std::int64_t n : batch) extents.emplace_back(n);
    const shape own = shape_of(parts[0]);
    for (std::size_t k = 0; k < own.rank(); ++k) extents.emplace_back(own[k]);
    const std::vector<argument> arguments{
        {{}, std::make_shared<const value>(std::move(parts[0])), site.at},
        {{}, std::make_shared<const value>(make_sequence(true, std::move(extents))), site.at}};
    return broadcast({site.in, site.at, arguments});
  });
}

// Arrays are real, and keys are their words already.
value itself(const std::string& name, const char* parameter, const call_site& site) {
  return *match_arguments(name, site, {parameter}, 1)[0]->given;
}

}  // namespace

void add_optax_tree_arrays(known_names& names) {
  const auto add = [&](const std::string& name, const std::function<value(const call_site&)>& run) {
    add_function(names, "optax.tree." + name, run);
    add_function(names, "optax.tree_utils.tree_" + name, run);
  };
  add("allclose", allclose_of);
  add("batch_shape", batch_shape_of);
  for (const auto& [name, parameter] :
       {std::pair{"real", "tree"}, {"conj", "tree"}, {"unwrap_random_key_data", "input_tree"}}) {
    add(name, [whole = std::string("optax.tree.") + name, parameter = parameter](
                  const call_site& site) { return itself(whole, parameter, site); });
  }
}

}  // namespace optaxx::recipes
