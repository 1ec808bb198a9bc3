#include "recipe/values/tree_values.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "recipe/values/repr.hpp"

namespace optaxx::recipes {
namespace {

value whole_or_leaf(const std::shared_ptr<const tree_structure>& structure,
                    std::vector<value> leaves) {
  if ((*structure)[0].kind == node_kind::none) return none;
  if (is_leaf((*structure)[0].kind)) return std::move(leaves.front());
  std::vector<extent> sizes;
  for (const value& leaf : leaves) sizes.push_back(leaf.size());
  return {value_tree{structure, std::make_shared<const std::vector<value>>(std::move(leaves))},
          extent::around(sizes)};
}

value subtree(const value_tree& t, std::uint32_t node) {
  const tree_structure::node& n = (*t.structure)[node];
  if (n.kind == node_kind::none) return none;
  if (is_leaf(n.kind)) return (*t.leaves)[n.first_leaf];
  const auto first = t.leaves->begin() + n.first_leaf;
  return whole_or_leaf(tree_structure::part(t.structure, node), {first, first + n.leaves});
}

// Calls f(node) for the children of a node.
template <class F>
void for_each_child(const tree_structure& structure, std::uint32_t parent, const F& f) {
  std::uint32_t child = parent + 1;
  for (std::uint32_t i = 0; i < structure[parent].children; ++i) {
    f(child);
    child += structure[child].extent;
  }
}

void collect_paths(const tree_structure& structure, std::uint32_t node, const std::string& path,
                   std::vector<std::string>& paths) {
  if (is_leaf(structure[node].kind)) paths.push_back(path);
  for_each_child(structure, node, [&](std::uint32_t child) {
    const std::string name = structure[child].name.text();
    collect_paths(structure, child, path.empty() ? name : path + "/" + name, paths);
  });
}

}  // namespace

path_key::part part_of(node_kind kind) {
  switch (kind) {
    case node_kind::list:
    case node_kind::tuple:
      return path_key::part::position;
    case node_kind::named_struct:
      return path_key::part::field;
    default:
      return path_key::part::key;
  }
}

namespace {

class nester {
 public:
  nester(const value_tree& t, const std::function<bool(const tree_structure&, std::uint32_t)>& keep)
      : t_(t), keep_(keep) {}

  value nest(std::uint32_t node) const {
    const tree_structure::node& n = (*t_.structure)[node];
    if (n.kind == node_kind::none || is_leaf(n.kind) || (keep_ && keep_(*t_.structure, node)))
      return subtree(t_, node);
    std::vector<value> items;
    std::vector<key> names;
    for_each_child(*t_.structure, node, [&](std::uint32_t child) {
      items.push_back(nest(child));
      names.push_back((*t_.structure)[child].name);
    });
    if (n.kind == node_kind::list || n.kind == node_kind::tuple)
      return make_sequence(n.kind == node_kind::tuple, std::move(items));
    if (n.kind == node_kind::named_struct) {
      auto type = std::make_shared<record_type>(record_type{n.type, {}, {}});
      for (const key& name : names) type->fields.push_back(name.text());
      return make_record(std::move(type), std::move(items));
    }
    std::vector<std::pair<value, value>> entries;
    for (std::size_t i = 0; i < items.size(); ++i)
      entries.emplace_back(value_of(names[i]), std::move(items[i]));
    return make_dictionary(std::move(entries));
  }

 private:
  const value_tree& t_;
  const std::function<bool(const tree_structure&, std::uint32_t)>& keep_;
};

}  // namespace

value nested(const value_tree& t,
             const std::function<bool(const tree_structure&, std::uint32_t)>& keep) {
  return nester(t, keep).nest(0);
}

value tree_value(const tree& params) {
  std::vector<std::string> paths;
  collect_paths(*params.structure(), 0, {}, paths);
  std::vector<value> leaves;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const array& a = params.leaves()[i];
    leaves.emplace_back(array_info{a.shape(), a.dtype(), std::move(paths[i])});
  }
  return whole_or_leaf(params.structure(), std::move(leaves));
}

namespace {

std::int64_t number_of(const key& k) {
  const std::string text = k.text();
  std::int64_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

}  // namespace

value value_of(const key& k) {
  if (k.is_text()) return make_string(k.text());
  if (k.repr() == "True" || k.repr() == "False") return k.repr() == "True";
  return number_of(k);
}

key key_of(const value& v) {
  if (const auto* s = v.get<std::string>()) return key(*s);
  if (const auto* b = v.get<bool>()) return key(*b);
  if (const auto* i = v.get<std::int64_t>()) return key(*i);
  throw std::invalid_argument("a tree's keys are strings, ints or bools, got " + described(v));
}

std::optional<std::vector<std::pair<value, value>>> dict_entries(const value& v) {
  if (const auto* d = v.get<dictionary>()) return d->items();
  const auto* t = v.get<value_tree>();
  if (t == nullptr) return std::nullopt;
  const node_kind kind = (*t->structure)[0].kind;
  if (kind != node_kind::dict && kind != node_kind::ordered_dict) return std::nullopt;
  std::vector<std::pair<value, value>> items;
  for_each_child(*t->structure, 0, [&](std::uint32_t child) {
    items.emplace_back(value_of((*t->structure)[child].name), subtree(*t, child));
  });
  return items;
}

std::optional<std::vector<tree_child>> children_of(const value& v) {
  std::vector<tree_child> children;
  if (const auto* d = v.get<dictionary>()) {
    for (const auto& [k, item] : d->items())
      children.push_back({{path_key::part::key, key_of(k)}, item});
    return children;
  }
  if (const auto* s = v.get<sequence>()) {
    for (std::size_t i = 0; i < s->items().size(); ++i) {
      if (s->type != nullptr) {
        children.push_back({{path_key::part::field, key(s->type->fields[i])}, s->items()[i]});
      } else {
        children.push_back({{path_key::part::position, key(i)}, s->items()[i]});
      }
    }
    return children;
  }
  const auto* t = v.get<value_tree>();
  if (t == nullptr) return std::nullopt;
  const path_key::part part = part_of((*t->structure)[0].kind);
  for_each_child(*t->structure, 0, [&](std::uint32_t child) {
    children.push_back({{part, (*t->structure)[child].name}, subtree(*t, child)});
  });
  return children;
}

std::optional<value> child_of(const value& v, const path_key& key) {
  if (const auto* t = v.get<value_tree>()) {
    if (part_of((*t->structure)[0].kind) != key.what) return std::nullopt;
    const std::uint32_t child = t->structure->child(0, key.name);
    if (child == tree_structure::missing) return std::nullopt;
    return subtree(*t, child);
  }
  if (const auto* d = v.get<dictionary>(); d != nullptr && key.what == path_key::part::key) {
    const value* const found = find_key(*d, value_of(key.name));
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  const auto* s = v.get<sequence>();
  if (s != nullptr && s->type != nullptr && key.what == path_key::part::field) {
    const auto& fields = s->type->fields;
    const auto found = std::find(fields.begin(), fields.end(), key.name.text());
    if (found == fields.end()) return std::nullopt;
    return s->items()[static_cast<std::size_t>(found - fields.begin())];
  }
  if (s != nullptr && s->type == nullptr && key.what == path_key::part::position) {
    const auto i = static_cast<std::size_t>(number_of(key.name));
    return i < s->items().size() ? std::optional(s->items()[i]) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace optaxx::recipes
