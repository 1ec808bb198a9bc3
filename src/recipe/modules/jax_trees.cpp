// jax.tree: leaves and what was around them; functions that go through a list.
#include <string>

#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

// A tree's leaves, and the tree with the number of each in its place: that is its structure.
struct flat_tree {
  std::vector<value> leaves;
  value structure;
};

flat_tree flattened(const call_site& site, const argument& tree, const argument* is_leaf) {
  std::function<bool(const value&)> stop;
  if (is_leaf != nullptr && is_leaf->given->get<none_t>() == nullptr) {
    stop = [&](const value& v) {
      const value answer = site.in.call(*is_leaf->given, {v}, is_leaf->at);
      return placed(is_leaf->at, [&] { return truth(answer); });
    };
  }
  std::vector<value> leaves;
  value structure = map_tree(
      site, {*tree.given},
      [&](const key_path&, std::vector<value> parts) -> value {
        leaves.push_back(std::move(parts[0]));
        return static_cast<std::int64_t>(leaves.size()) - 1;
      },
      stop);
  return {std::move(leaves), std::move(structure)};
}

value flatten_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.flatten", site, {"tree", "is_leaf"}, 1);
  flat_tree flat = flattened(site, *chosen[0], chosen[1]);
  return make_sequence(true,
                       {make_sequence(false, std::move(flat.leaves)), std::move(flat.structure)});
}

value structure_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.structure", site, {"tree", "is_leaf"}, 1);
  return flattened(site, *chosen[0], chosen[1]).structure;
}

value unflatten_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.unflatten", site, {"treedef", "leaves"}, 2);
  const std::vector<value> leaves = site.in.iterate(*chosen[1]->given, chosen[1]->at);
  std::size_t used = 0;
  const value tree =
      map_tree(site, {*chosen[0]->given}, [&](const key_path&, std::vector<value>) -> value {
        if (used == leaves.size()) throw fault{chosen[1]->at, "jax.tree.unflatten: too few leaves"};
        return leaves[used++];
      });
  if (used != leaves.size()) throw fault{chosen[1]->at, "jax.tree.unflatten: too many leaves"};
  return tree;
}

value folded(const call_site& site, const value& f, const std::vector<value>& items,
             const argument* first) {
  std::size_t next = 0;
  if (first == nullptr && items.empty()) throw fault{site.at, "there is nothing to reduce"};
  value result = first != nullptr ? *first->given : items[next++];
  for (; next < items.size(); ++next) result = site.in.call(f, {result, items[next]}, site.at);
  return result;
}

value reduce_of(const call_site& site) {
  const auto chosen =
      match_arguments("jax.tree.reduce", site, {"function", "tree", "initializer", "is_leaf"}, 2);
  return folded(site, *chosen[0]->given, flattened(site, *chosen[1], chosen[3]).leaves, chosen[2]);
}

value all_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.all", site, {"tree", "is_leaf"}, 1);
  for (const value& leaf : flattened(site, *chosen[0], chosen[1]).leaves) {
    if (!placed(site.at, [&] { return truth(leaf); })) return false;
  }
  return true;
}

value reduce_list_of(const call_site& site) {
  const auto chosen =
      match_arguments("functools.reduce", site, {"function", "iterable", "initial"}, 2);
  return folded(site, *chosen[0]->given, site.in.iterate(*chosen[1]->given, chosen[1]->at),
                chosen[2]);
}

}  // namespace

void add_jax_trees(known_names& names) {
  const auto add = [&](const std::string& name, value (*run)(const call_site&)) {
    add_function(names, "jax.tree." + name, run);
    add_function(names, "jax.tree_util.tree_" + name, run);
  };
  add("flatten", flatten_of);
  add("unflatten", unflatten_of);
  add("structure", structure_of);
  add("reduce", reduce_of);
  add("all", all_of);
  add_function(names, "functools.reduce", reduce_list_of);
  for (const auto& [name, op] :
       {std::pair{"add", "+"}, std::pair{"sub", "-"}, std::pair{"mul", "*"},
        std::pair{"truediv", "/"}, std::pair{"and_", "&"}, std::pair{"or_", "|"}}) {
    add_function(names, std::string("operator.") + name,
                 [op = std::string(op), name = std::string(name)](const call_site& site) {
                   const auto chosen = match_arguments("operator." + name, site, {"a", "b"}, 2);
                   return binary(op, *chosen[0]->given, *chosen[1]->given, site.in.x64());
                 });
  }
}

}  // namespace optaxx::recipes
