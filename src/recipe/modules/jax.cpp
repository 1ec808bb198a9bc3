// jax: functions of trees, and choices by a traced condition.
#include <algorithm>

#include "core/forever.hpp"
#include "recipe/modules/elementwise.hpp"
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

// ---- trees

// The trees of a call of `jax.tree.map(f, tree, *rest)`, and is_leaf.
struct map_call {
  value f = none;
  std::vector<value> trees;
  std::function<bool(const value&)> stop;
};

map_call read_map_call(const std::string& name, const call_site& site) {
  map_call result;
  for (const argument& a : site.arguments) {
    if (a.keyword == "is_leaf") {
      const value is_leaf = *a.given;
      if (is_leaf.get<none_t>() != nullptr) continue;
      result.stop = [is_leaf, at = a.at, &in = site.in](const value& v) {
        return placed(at, [&] { return truth(in.call(is_leaf, {v}, at)); });
      };
    } else if (&a == &site.arguments.front()) {
      result.f = *a.given;
    } else if (a.keyword.empty() || a.keyword == "tree") {
      result.trees.push_back(*a.given);
    } else if (a.keyword != "f") {
      throw fault{a.at, name + " has no argument '" + a.keyword + "'"};
    }
  }
  if (result.trees.empty()) throw fault{site.at, name + " needs a function and a tree"};
  return result;
}

value tree_map_of(const call_site& site) {
  const map_call call = read_map_call("jax.tree.map", site);
  const std::uint32_t at = site.arguments.front().at;
  return map_tree(
      site, call.trees,
      [&](const key_path&, std::vector<value> leaves) {
        return site.in.call(call.f, std::move(leaves), at);
      },
      call.stop);
}

value tree_map_with_path_of(const call_site& site) {
  const map_call call = read_map_call("jax.tree_util.tree_map_with_path", site);
  const std::uint32_t at = site.arguments.front().at;
  return map_tree(
      site, call.trees,
      [&](const key_path& path, std::vector<value> leaves) {
        leaves.insert(leaves.begin(), tuple_of(path));
        return site.in.call(call.f, std::move(leaves), at);
      },
      call.stop);
}

value leaves_of(const call_site& site) {
  const auto chosen = match_arguments("jax.tree.leaves", site, {"tree"}, 1);
  std::vector<value> leaves;
  map_tree(site, {*chosen[0]->given}, [&](const key_path&, std::vector<value> parts) {
    leaves.push_back(parts[0]);
    return value(none);
  });
  return make_sequence(false, std::move(leaves));
}

value keystr_of(const call_site& site) {
  const auto chosen =
      match_arguments("jax.tree_util.keystr", site, {"keys", "simple", "separator"}, 1);
  const bool simple = chosen[1] != nullptr && truth(*chosen[1]->given);
  const std::string separator =
      chosen[2] == nullptr
          ? ""
          : convert(*chosen[2]->given, {site.in, chosen[2]->at, "keystr: separator"},
                    option_type<std::string>{});
  std::string text;
  for (const value& v : site.in.iterate(*chosen[0]->given, chosen[0]->at)) {
    const auto* k = v.get<path_key>();
    if (k == nullptr) throw fault{chosen[0]->at, "keystr takes a path, got " + described(v)};
    if (!text.empty()) text += separator;
    text += simple ? k->name.text() : text_of(*k);
  }
  return make_string(std::move(text));
}

template <path_key::part Part>
value path_key_of(const call_site& site) {
  constexpr const char* name = Part == path_key::part::key        ? "key"
                               : Part == path_key::part::position ? "idx"
                                                                  : "name";
  const argument& a = *match_arguments("a path's key", site, {name}, 1)[0];
  const bool fits =
      is_key(*a.given) && a.given->get<sequence>() == nullptr && a.given->get<double>() == nullptr;
  if (!fits) throw fault{a.at, "a path's key is a string or an int, got " + described(*a.given)};
  return path_key{Part, key_of(*a.given)};
}

// ---- choices

// What is behind the branches of a choice goes to the one that is taken.
value call_with_operands(const call_site& site, std::size_t operands, const value& f) {
  std::vector<value> given;
  for (std::size_t i = operands; i < site.arguments.size(); ++i) {
    const argument& a = site.arguments[i];
    if (!a.keyword.empty() && a.keyword != "operand")
      throw fault{a.at, "this function has no argument '" + a.keyword + "'"};
    given.push_back(*a.given);
  }
  return site.in.call(f, std::move(given), site.at);
}

value cond_of(const call_site& site) {
  static const std::vector<std::string>& names =
      detail::forever(std::vector<std::string>{"pred", "true_fun", "false_fun"});
  std::vector<argument> own;
  std::vector<argument> operands;
  for (const argument& a : site.arguments) {
    const bool named = std::find(names.begin(), names.end(), a.keyword) != names.end();
    (named || (a.keyword.empty() && own.size() < names.size()) ? own : operands).push_back(a);
  }
  const auto chosen = match_arguments("jax.lax.cond", {site.in, site.at, own}, names, 3);
  const bool taken = placed(chosen[0]->at, [&] { return truth(*chosen[0]->given); });
  return call_with_operands({site.in, site.at, operands}, 0, *chosen[taken ? 1 : 2]->given);
}

value switch_of(const call_site& site) {
  if (site.arguments.size() < 2 || !site.arguments[1].keyword.empty())
    throw fault{site.at, "jax.lax.switch needs an index and branches"};
  const std::vector<value> branches =
      site.in.iterate(*site.arguments[1].given, site.arguments[1].at);
  if (branches.empty()) throw fault{site.arguments[1].at, "jax.lax.switch needs branches"};
  const std::int64_t index =
      convert(*site.arguments[0].given, {site.in, site.arguments[0].at, "jax.lax.switch: index"},
              option_type<std::int64_t>{});
  const auto last = static_cast<std::int64_t>(branches.size()) - 1;
  const auto chosen = static_cast<std::size_t>(std::clamp<std::int64_t>(index, 0, last));
  return call_with_operands(site, 2, branches[chosen]);
}

value select_of(const call_site& site) {
  const auto chosen = match_arguments("jax.lax.select", site, {"pred", "on_true", "on_false"}, 3);
  spend_arguments(site);
  return where(*chosen[0]->given, *chosen[1]->given, *chosen[2]->given, site.in.x64());
}

value extreme_of(const std::string& name, const char* function, const call_site& site) {
  const auto chosen = match_arguments(name, site, {"x", "y"}, 2);
  return of_each(*find_binary(function), *chosen[0]->given, *chosen[1]->given, site);
}

// jax.jit(f) and the like.
value itself(const call_site& site) {
  if (site.arguments.empty()) throw fault{site.at, "this function needs an argument"};
  return *site.arguments[0].given;
}

}  // namespace

void add_jax(known_names& names) {
  for (const char* name : {"jax.tree.map", "jax.tree_map", "jax.tree_util.tree_map"})
    add_function(names, name, tree_map_of);
  for (const char* name : {"jax.tree.map_with_path", "jax.tree_util.tree_map_with_path"})
    add_function(names, name, tree_map_with_path_of);
  for (const char* name : {"jax.tree.leaves", "jax.tree_leaves", "jax.tree_util.tree_leaves"})
    add_function(names, name, leaves_of);
  add_function(names, "jax.tree_util.keystr", keystr_of);
  add_function(names, "jax.tree_util.DictKey", path_key_of<path_key::part::key>);
  add_function(names, "jax.tree_util.SequenceKey", path_key_of<path_key::part::position>);
  add_function(names, "jax.tree_util.GetAttrKey", path_key_of<path_key::part::field>);
  add_function(names, "jax.lax.cond", cond_of);
  add_function(names, "jax.lax.switch", switch_of);
  add_function(names, "jax.lax.select", select_of);
  add_function(names, "jax.lax.max",
               [](const call_site& site) { return extreme_of("jax.lax.max", "maximum", site); });
  add_function(names, "jax.lax.min",
               [](const call_site& site) { return extreme_of("jax.lax.min", "minimum", site); });
  for (const char* name : {"jax.jit", "jax.lax.stop_gradient"}) add_function(names, name, itself);
}

}  // namespace optaxx::recipes
