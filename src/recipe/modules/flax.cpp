// flax.traverse_util: trees by the names of their paths.
#include "recipe/modules/table.hpp"
#include "recipe/run/arguments.hpp"
#include "recipe/run/interpreter.hpp"
#include "recipe/run/tree_map.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

value path_aware_map_of(const call_site& site) {
  const auto chosen =
      match_arguments("flax.traverse_util.path_aware_map", site, {"f", "nested_dict"}, 2);
  const value f = *chosen[0]->given;
  return map_tree(site, {*chosen[1]->given}, [&](const key_path& path, std::vector<value> leaves) {
    return site.in.call(f, {names_of(path), leaves[0]}, chosen[0]->at);
  });
}

std::optional<std::string> separator_of(const call_site& site, const argument* a) {
  if (a == nullptr) return std::nullopt;
  return convert(*a->given, {site.in, a->at, "sep"}, option_type<std::optional<std::string>>{});
}

// Only dicts are opened.
value flatten_dict_of(const call_site& site) {
  const std::string name = "flax.traverse_util.flatten_dict";
  const auto chosen = match_arguments(name, site, {"xs", "keep_empty_nodes", "is_leaf", "sep"}, 1);
  const auto sep = separator_of(site, chosen[3]);
  if (!dict_entries(*chosen[0]->given))
    throw fault{chosen[0]->at, name + ": expected a dict, got " + described(*chosen[0]->given)};
  dictionary_builder flat;
  std::vector<value> path;
  const auto visit = [&](const value& v, const auto& self) -> void {
    site.in.spend(site.at, path.size() + v.size().weight / 16 + 1);
    const auto entries = dict_entries(v);
    if (!entries) {
      if (!sep) return flat.set(make_sequence(true, path), v);
      std::string joined;
      for (const value& k : path) joined += (&k == &path.front() ? "" : *sep) + str(k);
      return flat.set(make_string(std::move(joined)), v);
    }
    for (const auto& [k, item] : *entries) {
      path.push_back(k);
      self(item, self);
      path.pop_back();
    }
  };
  placed(site.at, [&] { visit(*chosen[0]->given, visit); });
  return flat.build();
}

struct nested {
  std::vector<std::pair<value, nested>> items;  // of a dict
  std::optional<value> leaf;
};

value unflatten_dict_of(const call_site& site) {
  const std::string name = "flax.traverse_util.unflatten_dict";
  const auto chosen = match_arguments(name, site, {"xs", "sep"}, 1);
  const auto sep = separator_of(site, chosen[1]);
  const auto entries = dict_entries(*chosen[0]->given);
  if (!entries)
    throw fault{chosen[0]->at, name + ": expected a dict, got " + described(*chosen[0]->given)};
  const auto keys_of = [&](const value& k) {
    std::vector<value> keys;
    if (!sep) {
      if (k.get<sequence>() == nullptr)
        throw fault{chosen[0]->at, name + ": the keys must be tuples"};
      return k.get<sequence>()->items();
    }
    const std::string text = str(k);
    std::size_t begin = 0;
    for (std::size_t end = 0; !sep->empty() && (end = text.find(*sep, begin)) != text.npos;
         begin = end + sep->size())
      keys.push_back(make_string(text.substr(begin, end - begin)));
    keys.push_back(make_string(text.substr(begin)));
    return keys;
  };
  nested root;
  for (const auto& [path, v] : *entries) {
    nested* at = &root;
    const std::vector<value> keys = keys_of(path);
    if (keys.size() > largest.depth) throw fault{site.at, "this value is too large for a recipe"};
    for (const value& k : keys) {
      site.in.spend(site.at, at->items.size() / 16 + 1);
      auto found = at->items.begin();
      while (found != at->items.end() && !same_key(found->first, k)) ++found;
      if (found == at->items.end()) found = at->items.insert(found, {k, {}});
      at = &found->second;
    }
    at->leaf = v;
  }
  const auto build = [&](const nested& n, const auto& self) -> value {
    if (n.leaf) return *n.leaf;
    dictionary_builder items;
    for (const auto& [k, inner] : n.items) items.set(k, self(inner, self));
    return items.build();
  };
  return placed(site.at, [&] { return build(root, build); });
}

value itself(const call_site& site) { return *match_arguments("freeze", site, {"x"}, 1)[0]->given; }

}  // namespace

void add_flax(known_names& names) {
  add_function(names, "flax.traverse_util.path_aware_map", path_aware_map_of);
  add_function(names, "flax.traverse_util.flatten_dict", flatten_dict_of);
  add_function(names, "flax.traverse_util.unflatten_dict", unflatten_dict_of);
  add_function(names, "flax.core.freeze", itself);
  add_function(names, "flax.core.unfreeze", itself);
}

}  // namespace optaxx::recipes
