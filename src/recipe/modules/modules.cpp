#include "recipe/run/modules.hpp"

#include <set>
#include <string>

#include "core/forever.hpp"
#include "recipe/modules/table.hpp"

namespace optaxx::recipes {
const known_names& all_names() {
  static const known_names& names = detail::forever([] {
    known_names t;
    add_optax(t);
    add_optax_extras(t);
    add_optax_tree(t);
    add_optax_arrays(t);
    add_optax_tree_arrays(t);
    add_text_transformations(t);
    add_optaxx(t);
    add_jax(t);
    add_jax_random(t);
    add_jax_trees(t);
    add_flax(t);
    add_jnp(t);
    add_jnp_arrays(t);
    add_arrays(t);
    add_array_making(t);
    add_array_properties(t);
    add_numpy(t);
    add_python(t);
    add_objects(t);
    add_logging(t);
    add_records(t);
    add_re(t);
    return t;
  }());
  return names;
}

namespace {

bool is_module(std::string_view name) {
  const auto next = all_names().lower_bound(std::string(name) + ".");
  return next != all_names().end() && next->first.starts_with(std::string(name) + ".");
}

// "jax.numpy.pi" as "jnp.pi", "numpy.pi" as "np.pi".
std::string canonical(std::string_view name) {
  for (const auto& [module, alias] : {std::pair<std::string_view, std::string>{"jax.numpy", "jnp"},
                                      std::pair<std::string_view, std::string>{"numpy", "np"}}) {
    if (name == module || name.starts_with(std::string(module) + "."))
      return alias + std::string(name.substr(module.size()));
  }
  return std::string(name);
}

}  // namespace

std::optional<value> find_known(std::string_view dotted_name) {
  const std::string name = canonical(dotted_name);
  const auto known = all_names().find(name);
  if (known != all_names().end()) return known->second;
  if (is_module(name) || name == "jax") return module_name{name};
  return std::nullopt;
}

const known_names& root_names() {
  static const known_names& roots = detail::forever([] {
    known_names found;
    for (const auto& item : all_names()) {
      std::string name = item.first.substr(0, item.first.find('.'));
      if (!found.contains(name)) found.emplace(name, *find_known(name));
    }
    return found;
  }());
  return roots;
}

std::vector<std::string> factories() {
  known_names makers;
  add_optax(makers);
  add_optaxx(makers);
  std::vector<std::string> names;
  for (const auto& item : makers) names.push_back(item.first);
  return names;
}

std::vector<std::string> names_in(std::string_view module) {
  const std::string prefix = canonical(module) + ".";
  std::set<std::string> names;
  for (auto i = all_names().lower_bound(prefix); i != all_names().end(); ++i) {
    if (!i->first.starts_with(prefix)) break;
    names.insert(i->first.substr(prefix.size(), i->first.find('.', prefix.size()) - prefix.size()));
  }
  return {names.begin(), names.end()};
}

}  // namespace optaxx::recipes
