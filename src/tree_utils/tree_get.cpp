#include "optaxx/tree_utils/tree_get.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "core/shared_memory.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

using nodes = std::vector<std::uint32_t>;

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

const_tree_ref node_of(const tree& t, std::uint32_t node) {
  return {t.structure(), node, t.leaves().data() + (*t.structure())[node].first_leaf};
}

tree_path path_to(const tree_structure& s, std::uint32_t node) {
  tree_path path{s.node_path(node), {}};
  for (std::uint32_t at = 0; at != node;) {
    std::uint32_t child = at + 1;
    while (node >= child + s[child].extent) child += s[child].extent;
    path.keys.push_back({s[at].kind, s[at].type, s[child].name});
    at = child;
  }
  return path;
}

// What a container has under that name: itself if it is the type, or the child of that key.
std::uint32_t named(const tree_structure& s, std::uint32_t node, std::string_view name) {
  const node_kind kind = s[node].kind;
  if (kind == node_kind::named_struct && s[node].type == name) return node;
  if (kind != node_kind::named_struct && kind != node_kind::dict && kind != node_kind::ordered_dict)
    return tree_structure::missing;
  return s.child(node, key(name));
}

// Of the subtree at a node. As Optax searches: all outermost containers first, then what is in
// them.
void add_nodes_named(const tree_structure& s, std::uint32_t node, std::string_view name,
                     nodes& found) {
  nodes containers;
  for (std::uint32_t n = node; n < node + s[node].extent;) {
    const std::uint32_t has = named(s, n, name);
    if (has != tree_structure::missing) {
      found.push_back(has);
      containers.push_back(n);
    }
    n += has == tree_structure::missing ? 1 : s[n].extent;
  }
  for (const std::uint32_t container : containers) {
    for (std::uint32_t n = container + 1; n < container + s[container].extent; n += s[n].extent)
      add_nodes_named(s, n, name, found);
  }
}

nodes nodes_named(const tree& t, std::string_view name, const tree_filtering& filtering) {
  nodes found;
  add_nodes_named(*t.structure(), 0, name, found);
  if (!filtering) return found;
  std::erase_if(found, [&](std::uint32_t node) {
    return !filtering(path_to(*t.structure(), node), node_of(t, node));
  });
  return found;
}

std::string paths_of(const tree& t, const nodes& found) {
  std::string paths;
  for (const std::uint32_t node : found)
    paths += (paths.empty() ? "" : ", ") + t.structure()->node_path(node);
  return paths;
}

[[noreturn]] void throw_none(const char* function, const tree& t, std::string_view name) {
  const nodes all = nodes_named(t, name, {});
  const std::string beginning = std::string(function) + ": ";
  if (all.empty()) {
    throw std::out_of_range(beginning + "nothing is called " + quoted(name) + " in " +
                            t.structure()->text());
  }
  throw std::out_of_range(beginning + "the filtering takes none of those that are called " +
                          quoted(name) + ": " + paths_of(t, all));
}

// `missing` if there is none.
std::uint32_t at_most_one(const tree& t, std::string_view name, const tree_filtering& filtering) {
  const nodes found = nodes_named(t, name, filtering);
  if (found.empty()) return tree_structure::missing;
  if (found.size() == 1) return found.front();
  throw std::out_of_range("tree_get: several are called " + quoted(name) + ": " +
                          paths_of(t, found) + "; tree_get_all_with_path gives them all");
}

std::uint32_t the_one(const tree& t, std::string_view name, const tree_filtering& filtering) {
  const std::uint32_t node = at_most_one(t, name, filtering);
  if (node == tree_structure::missing) throw_none("tree_get", t, name);
  return node;
}

// Without those that are inside of another.
nodes nodes_to_set(const tree& t, std::string_view name, const tree_filtering& filtering) {
  nodes found = nodes_named(t, name, filtering);
  if (found.empty()) throw_none("tree_set", t, name);
  std::sort(found.begin(), found.end());
  std::uint32_t end = 0;
  std::erase_if(found, [&](std::uint32_t node) {
    if (node < end) return true;
    end = node + (*t.structure())[node].extent;
    return false;
  });
  return found;
}

// Into the memory of an array that is alike, be it borrowed.
void write(const array& values, array& to) {
  if (to.writable() && values.bytes() != 0) {
    std::memmove(to.mutable_data(), values.data(), values.bytes());
  } else {
    to = values;
  }
}

}  // namespace

const_tree_ref tree_get(const tree& t, std::string_view name, const tree_filtering& filtering) {
  return node_of(t, the_one(t, name, filtering));
}

tree_ref tree_get(tree& t, std::string_view name, const tree_filtering& filtering) {
  const std::uint32_t node = the_one(t, name, filtering);
  return {t.structure(), node, t.leaves().data() + (*t.structure())[node].first_leaf};
}

tree tree_get(tree&& t, std::string_view name, const tree_filtering& filtering) {
  return tree(tree_get(t, name, filtering));
}

tree tree_get(const tree& t, std::string_view name, const tree_get_options& options) {
  const std::uint32_t node = at_most_one(t, name, options.filtering);
  if (node != tree_structure::missing) return node_of(t, node);
  if (!options.default_) throw_none("tree_get", t, name);
  return *options.default_;
}

std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(
    const tree& t, std::string_view name, const tree_filtering& filtering) {
  std::vector<std::pair<std::string, const_tree_ref>> result;
  for (const std::uint32_t node : nodes_named(t, name, filtering))
    result.emplace_back(t.structure()->node_path(node), node_of(t, node));
  return result;
}

void tree_set(tree& t, const tree_filtering& filtering, std::string_view name, const tree& value) {
  const nodes found = nodes_to_set(t, name, filtering);
  const auto& s = *t.structure();
  for (const std::uint32_t node : found) {
    if (!same_structure(tree_structure::part(t.structure(), node), value.structure())) {
      throw tree_mismatch("tree_set: " + quoted(name) + " is " +
                          tree_structure::part(t.structure(), node)->text() + ", got " +
                          value.structure()->text());
    }
    for (std::uint32_t i = 0; i < s[node].leaves; ++i) {
      const array& old = t.leaves()[s[node].first_leaf + i];
      const array& next = value.leaves()[i];
      if (old.dtype() == next.dtype() && old.shape() == next.shape()) continue;
      throw tree_mismatch("tree_set: " + s.path(s[node].first_leaf + i) + " is " +
                          std::string(name_of(old.dtype())) + " " + old.shape().text() + ", got " +
                          std::string(name_of(next.dtype())) + " " + next.shape().text());
    }
  }
  // What it borrows may be memory of t.
  const tree copy = detail::all_own(value) ? tree() : value;
  const std::span<const array> values = copy.is_none() ? value.leaves() : copy.leaves();
  for (const std::uint32_t node : found) {
    for (std::uint32_t i = 0; i < s[node].leaves; ++i)
      write(values[i], t.leaves()[s[node].first_leaf + i]);
  }
}

void tree_set(tree& t, const tree_filtering& filtering, std::string_view name, double value) {
  const nodes found = nodes_to_set(t, name, filtering);
  const auto& s = *t.structure();
  for (const std::uint32_t node : found) {
    if (s[node].kind == node_kind::leaf && t.leaves()[s[node].first_leaf].size() == 1) continue;
    throw tree_mismatch("tree_set: " + quoted(s.node_path(node)) + " is not a number");
  }
  for (const std::uint32_t node : found) t.leaves()[s[node].first_leaf].set_item(value);
}

void tree_set(tree& t, std::string_view name, const tree& value) { tree_set(t, {}, name, value); }
void tree_set(tree& t, std::string_view name, double value) { tree_set(t, {}, name, value); }

}  // namespace optaxx
