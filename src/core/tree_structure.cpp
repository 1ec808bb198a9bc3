#include "optaxx/core/tree_structure.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/forever.hpp"

namespace optaxx {
namespace {

using named_child = std::pair<key, std::shared_ptr<const tree_structure>>;

bool is_keyed(node_kind kind) {
  return kind == node_kind::dict || kind == node_kind::ordered_dict ||
         kind == node_kind::named_struct;
}

void check_types(const char* what, const key& first, const key& other) {
  if (first.type() == other.type()) return;
  throw std::invalid_argument(std::string("tree: ") + what + " with keys of different types, " +
                              first.repr() + " and " + other.repr());
}

void check_keys(const char* what, const std::vector<named_child>& children) {
  std::vector<const key*> keys;
  for (const auto& [name, child] : children) {
    keys.push_back(&name);
    check_types(what, *keys.front(), name);
  }
  std::sort(keys.begin(), keys.end(), [](const key* a, const key* b) { return *a < *b; });
  const auto twice = std::adjacent_find(keys.begin(), keys.end(),
                                        [](const key* a, const key* b) { return *a == *b; });
  if (twice == keys.end()) return;
  throw std::invalid_argument(std::string("tree: ") + what + " with the key " + (*twice)->repr() +
                              " twice");
}

}  // namespace

std::shared_ptr<const tree_structure> tree_structure::of_one(node_kind kind) {
  std::shared_ptr<tree_structure> result(new tree_structure);
  result->nodes_.resize(1);
  result->nodes_[0].kind = kind;
  result->nodes_[0].leaves = kind == node_kind::none ? 0 : 1;
  result->index();
  return result;
}

std::shared_ptr<const tree_structure> tree_structure::of_none() {
  static const auto& structure = detail::forever(of_one(node_kind::none));
  return structure;
}

std::shared_ptr<const tree_structure> tree_structure::of_leaf() {
  static const auto& structure = detail::forever(of_one(node_kind::leaf));
  return structure;
}

std::shared_ptr<const tree_structure> tree_structure::of_rng_key() {
  static const auto& structure = detail::forever(of_one(node_kind::rng_key));
  return structure;
}

std::shared_ptr<const tree_structure> tree_structure::of(node_kind kind, std::string type,
                                                         const std::vector<named_child>& children) {
  if (kind == node_kind::none || is_leaf(kind)) {
    throw std::invalid_argument("tree_structure: only a container has children");
  }
  std::vector<std::size_t> order(children.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  if (is_keyed(kind)) check_keys(kind == node_kind::named_struct ? "a struct" : "a dict", children);
  if (kind == node_kind::dict) {
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return children[a].first < children[b].first; });
  }

  std::shared_ptr<tree_structure> result(new tree_structure);
  std::vector<node>& nodes = result->nodes_;
  nodes.resize(1);
  nodes[0].kind = kind;
  nodes[0].type = std::move(type);
  nodes[0].children = static_cast<std::uint32_t>(children.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& [name, child] = children[order[i]];
    const std::size_t at = nodes.size();
    nodes.insert(nodes.end(), child->nodes_.begin(), child->nodes_.end());
    for (std::size_t n = at; n < nodes.size(); ++n) nodes[n].first_leaf += nodes[0].leaves;
    nodes[at].name = is_keyed(kind) ? name : key(i);
    nodes[0].leaves += child->leaves();
  }
  nodes[0].extent = static_cast<std::uint32_t>(nodes.size());
  result->index();
  return result;
}

std::shared_ptr<const tree_structure> tree_structure::part(
    const std::shared_ptr<const tree_structure>& whole, std::uint32_t node) {
  if (node == 0) return whole;
  std::shared_ptr<tree_structure> result(new tree_structure);
  const auto first = whole->nodes_.begin() + node;
  result->nodes_.assign(first, first + first->extent);
  for (tree_structure::node& n : result->nodes_) n.first_leaf -= first->first_leaf;
  result->nodes_[0].name = "";
  result->index();
  return result;
}

// With a part in the place of the nodes from `at` on, which are one child of `parent` or none.
std::shared_ptr<tree_structure> tree_structure::spliced(const tree_structure& whole,
                                                        std::uint32_t parent, std::uint32_t at,
                                                        std::uint32_t removed, key name,
                                                        const tree_structure& part) {
  std::shared_ptr<tree_structure> result(new tree_structure);
  std::vector<node>& nodes = result->nodes_;
  const auto from = whole.nodes_.begin();
  nodes.reserve(whole.nodes_.size() - removed + part.nodes_.size());
  nodes.assign(from, from + at);
  nodes.insert(nodes.end(), part.nodes_.begin(), part.nodes_.end());
  nodes.insert(nodes.end(), from + at + removed, whole.nodes_.end());
  nodes[at].name = std::move(name);

  // Differences may be negative: unsigned numbers wrap around and back.
  const std::uint32_t nodes_more = part.size() - removed;
  const std::uint32_t leaves_more = part.leaves() - (removed == 0 ? 0 : whole[at].leaves);
  for (std::uint32_t n = parent;; n = whole.parent_of(n)) {
    nodes[n].extent += nodes_more;
    nodes[n].leaves += leaves_more;
    if (n == 0) break;
  }
  const std::uint32_t first = removed == 0 && at == parent + whole[parent].extent
                                  ? whole[parent].first_leaf + whole[parent].leaves
                                  : whole[at].first_leaf;
  const std::uint32_t end = at + part.size();
  for (std::uint32_t n = at; n < end; ++n) nodes[n].first_leaf += first;
  for (std::uint32_t n = end; n < nodes.size(); ++n) nodes[n].first_leaf += leaves_more;
  return result;
}

std::shared_ptr<const tree_structure> tree_structure::with_part(
    const std::shared_ptr<const tree_structure>& whole, std::uint32_t node,
    const std::shared_ptr<const tree_structure>& part) {
  if (node == 0) return part;
  const auto result = spliced(*whole, whole->parent_of(node), node, whole->nodes_[node].extent,
                              whole->nodes_[node].name, *part);
  result->index();
  return result;
}

std::pair<std::shared_ptr<const tree_structure>, std::uint32_t> tree_structure::with_child(
    const std::shared_ptr<const tree_structure>& whole, std::uint32_t parent, const key& name,
    const std::shared_ptr<const tree_structure>& child) {
  const node& to = (*whole)[parent];
  const std::span<const std::uint32_t> children = whole->children_of(parent);
  std::uint32_t at = parent + to.extent;
  if (!children.empty()) check_types("a dict", (*whole)[children.front()].name, name);
  if (to.kind == node_kind::dict) {
    const auto name_of = [&](std::uint32_t n) -> const key& { return (*whole)[n].name; };
    const auto after = std::ranges::upper_bound(children, name, {}, name_of);
    if (after != children.end()) at = *after;
  }
  const auto result = spliced(*whole, parent, at, 0, name, *child);
  node& changed = result->nodes_[parent];
  ++changed.children;
  if (changed.kind == node_kind::none) changed.kind = node_kind::dict;
  result->index();
  return {result, at};
}

std::uint32_t tree_structure::child(std::uint32_t parent, const key& name) const {
  const std::span<const std::uint32_t> children = children_of(parent);
  if (nodes_[parent].kind == node_kind::dict) {  // whose keys are in order
    const auto name_of = [&](std::uint32_t n) -> const key& { return nodes_[n].name; };
    const auto found = std::ranges::lower_bound(children, name, {}, name_of);
    return found != children.end() && nodes_[*found].name == name ? *found : missing;
  }
  for (const std::uint32_t n : children) {
    if (nodes_[n].name == name) return n;
  }
  return missing;
}

std::uint32_t tree_structure::child_of_many(std::uint32_t parent, std::string_view name) const {
  const std::span<const std::uint32_t> children = children_of(parent);
  if (nodes_[children.front()].name.is_text()) return child(parent, key(name));
  const auto found = std::ranges::find_if(
      children, [&](std::uint32_t n) { return nodes_[n].name.text() == name; });
  return found != children.end() ? *found : missing;
}

bool operator==(const tree_structure& a, const tree_structure& b) {
  return std::equal(a.nodes_.begin(), a.nodes_.end(), b.nodes_.begin(), b.nodes_.end(),
                    [](const tree_structure::node& x, const tree_structure::node& y) {
                      return x.kind == y.kind && x.children == y.children && x.name == y.name &&
                             x.type == y.type;
                    });
}

void tree_structure::index() {
  tags_.clear();
  tags_.reserve(nodes_.size());
  for (const node& n : nodes_) tags_.push_back(n.name.is_text() ? tag_of(n.name.view()) : no_text);
  const std::size_t n = nodes_.size();
  index_.assign(3 * n - 1 + nodes_[0].leaves, 0);
  std::uint32_t* const first_child = index_.data() + n;
  std::uint32_t* const children = index_.data() + 2 * n;
  std::uint32_t* leaf = index_.data() + 3 * n - 1;
  std::uint32_t listed = 0;
  for (std::uint32_t at = 0; at < n; ++at) {
    if (is_leaf(nodes_[at].kind)) *leaf++ = at;
    first_child[at] = listed;
    std::uint32_t child = at + 1;
    for (std::uint32_t i = 0; i < nodes_[at].children; ++i, child += nodes_[child].extent) {
      children[listed++] = child;
      index_[child] = at;
    }
  }
}

}  // namespace optaxx
