#include "optaxx/tree_utils/tree_get.hpp"

#include <cstring>
#include <stdexcept>
#include <string>

#include "optaxx/core/errors.hpp"

namespace optaxx {
namespace {

std::vector<std::uint32_t> nodes_named(const tree_structure& s, std::string_view name) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < s.size(); ++i) {
    const bool by_key = i != 0 && s[i].name.is_text() && s[i].name.view() == name;
    if (by_key || (s[i].kind == node_kind::named_struct && s[i].type == name)) found.push_back(i);
  }
  return found;
}

std::vector<std::uint32_t> at_least_one(const char* function, const tree_structure& s,
                                        std::string_view name) {
  std::vector<std::uint32_t> found = nodes_named(s, name);
  if (found.empty()) {
    throw std::out_of_range(std::string(function) + ": nothing is called '" + std::string(name) +
                            "' in " + s.text());
  }
  return found;
}

std::uint32_t the_one(const tree_structure& s, std::string_view name) {
  const std::vector<std::uint32_t> found = at_least_one("tree_get", s, name);
  if (found.size() == 1) return found.front();
  std::string paths;
  for (const std::uint32_t node : found) paths += (paths.empty() ? "" : ", ") + s.node_path(node);
  throw std::out_of_range("tree_get: several are called '" + std::string(name) + "': " + paths +
                          "; tree_get_all_with_path gives them all");
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

const_tree_ref tree_get(const tree& t, std::string_view name) {
  const std::uint32_t node = the_one(*t.structure(), name);
  return {t.structure(), node, t.leaves().data() + (*t.structure())[node].first_leaf};
}

tree_ref tree_get(tree& t, std::string_view name) {
  const std::uint32_t node = the_one(*t.structure(), name);
  return {t.structure(), node, t.leaves().data() + (*t.structure())[node].first_leaf};
}

tree tree_get(tree&& t, std::string_view name) { return tree(tree_get(t, name)); }

std::vector<std::pair<std::string, const_tree_ref>> tree_get_all_with_path(const tree& t,
                                                                           std::string_view name) {
  std::vector<std::pair<std::string, const_tree_ref>> result;
  for (const std::uint32_t node : nodes_named(*t.structure(), name)) {
    result.emplace_back(
        t.structure()->node_path(node),
        const_tree_ref(t.structure(), node, t.leaves().data() + (*t.structure())[node].first_leaf));
  }
  return result;
}

void tree_set(tree& t, std::string_view name, const tree& value) {
  const std::vector<std::uint32_t> found = at_least_one("tree_set", *t.structure(), name);
  const auto& s = *t.structure();
  for (const std::uint32_t node : found) {
    if (!same_structure(tree_structure::part(t.structure(), node), value.structure())) {
      throw tree_mismatch("tree_set: '" + std::string(name) + "' is " +
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
  for (const std::uint32_t node : found) {
    for (std::uint32_t i = 0; i < s[node].leaves; ++i)
      write(value.leaves()[i], t.leaves()[s[node].first_leaf + i]);
  }
}

void tree_set(tree& t, std::string_view name, double value) {
  const std::vector<std::uint32_t> found = at_least_one("tree_set", *t.structure(), name);
  const auto& s = *t.structure();
  for (const std::uint32_t node : found) {
    if (s[node].kind == node_kind::leaf && t.leaves()[s[node].first_leaf].size() == 1) continue;
    throw tree_mismatch("tree_set: '" + s.node_path(node) + "' is not a number");
  }
  for (const std::uint32_t node : found) t.leaves()[s[node].first_leaf].set_item(value);
}

}  // namespace optaxx
