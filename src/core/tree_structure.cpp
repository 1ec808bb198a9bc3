#include "optaxx/core/tree_structure.hpp"

#include <algorithm>
#include <stdexcept>

namespace optaxx {
namespace {

using named_child = std::pair<key, std::shared_ptr<const tree_structure>>;

bool is_keyed(node_kind kind) {
  return kind == node_kind::dict || kind == node_kind::ordered_dict ||
         kind == node_kind::named_struct;
}

void check_keys(const char* what, const std::vector<named_child>& children) {
  std::vector<const key*> keys;
  for (const auto& [name, child] : children) {
    keys.push_back(&name);
    const key& first = *keys.front();
    if (name.type() != first.type()) {
      throw std::invalid_argument(std::string("tree: ") + what + " with keys of different types, " +
                                  first.repr() + " and " + name.repr());
    }
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
  static const auto structure = of_one(node_kind::none);
  return structure;
}

std::shared_ptr<const tree_structure> tree_structure::of_leaf() {
  static const auto structure = of_one(node_kind::leaf);
  return structure;
}

std::shared_ptr<const tree_structure> tree_structure::of_rng_key() {
  static const auto structure = of_one(node_kind::rng_key);
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

std::uint32_t tree_structure::child(std::uint32_t parent, const key& name) const {
  std::uint32_t node = parent + 1;
  for (std::uint32_t i = 0; i < nodes_[parent].children; ++i) {
    if (nodes_[node].name == name) return node;
    node += nodes_[node].extent;
  }
  return missing;
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
  leaf_nodes_.clear();
  leaf_nodes_.reserve(nodes_[0].leaves);
  for (std::uint32_t n = 0; n < size(); ++n) {
    if (is_leaf(nodes_[n].kind)) leaf_nodes_.push_back(n);
  }
}

}  // namespace optaxx
