#include "recipe/values/array_trees.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "recipe/values/arithmetic.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

array array_in(const value& v, const std::string& where, bool x64) {
  if (is_numeric(v)) return *array_of(v, x64).numbers;
  throw std::invalid_argument(where + " must be an array or a number, got " + described(v));
}

value_tree whole(const std::shared_ptr<const tree>& t, const allowance_of_arrays& allowance) {
  auto leaves = std::make_shared<std::vector<value>>();
  for (const array& a : t->leaves())
    leaves->push_back(array_value(std::shared_ptr<const array>(t, &a), false, allowance));
  return {t->structure(), std::move(leaves)};
}

extent size_of_leaves(const value_tree& t) { return {1 + t.leaves->size(), 2}; }

// Goes along a structure and collects the arrays of a value.
class collector {
 public:
  collector(std::shared_ptr<const tree_structure> structure, std::string name, bool x64)
      : shared_(std::move(structure)), structure_(*shared_), name_(std::move(name)), x64_(x64) {}

  std::vector<array> collect(const value& v) {
    visit(0, v);
    return std::move(arrays_);
  }

 private:
  [[noreturn]] void refuse(std::uint32_t node, const value& v, const std::string& expected) const {
    throw std::invalid_argument(name_ + structure_.node_accessor(node) + " came back as " +
                                described(v) + ", expected " + expected);
  }

  void visit(std::uint32_t node, const value& v) {
    const tree_structure::node& n = structure_[node];
    const auto* t = v.get<value_tree>();
    if (t != nullptr && node == 0 && *t->structure == structure_) {
      for (std::size_t i = 0; i < t->leaves->size(); ++i)
        add((*t->leaves)[i], structure_.leaf_node(i));
      return;
    }
    if (is_leaf(n.kind)) return add(v, node);
    if (n.kind == node_kind::none) {
      if (v.get<none_t>() == nullptr) refuse(node, v, "None");
      return;
    }
    const auto children = children_of(v);
    if (!children || children->size() != n.children) refuse(node, v, text_of_node(node));
    std::uint32_t child = node + 1;
    for (std::uint32_t i = 0; i < n.children; ++i) {
      const auto part = child_of(v, {part_of(n.kind), structure_[child].name});
      if (!part) refuse(node, v, text_of_node(node));
      visit(child, *part);
      child += structure_[child].extent;
    }
  }

  std::string text_of_node(std::uint32_t node) const {
    return tree_structure::part(shared_, node)->text();
  }

  void add(const value& v, std::uint32_t node) {
    if (!is_numeric(v)) refuse(node, v, "an array");
    arrays_.push_back(*array_of(v, x64_).numbers);
  }

  std::shared_ptr<const tree_structure> shared_;
  const tree_structure& structure_;
  std::string name_;
  bool x64_;
  std::vector<array> arrays_;
};

}  // namespace

std::uint64_t elements_of(const tree& t) {
  std::uint64_t sum = 0;
  for (const array& a : t.leaves()) sum += a.size();
  return sum;
}

std::shared_ptr<const tree> held(tree t, const allowance_of_arrays& allowance) {
  std::uint64_t bytes = 0;
  for (const array& a : t.leaves()) bytes += a.bytes();
  allowance->hold(bytes);
  return {new tree(std::move(t)), [allowance, bytes](const tree* p) {
            allowance->release(bytes);
            delete p;
          }};
}

value value_of(const std::shared_ptr<const tree>& t, const allowance_of_arrays& allowance) {
  const value_tree all = whole(t, allowance);
  const node_kind kind = (*all.structure)[0].kind;
  if (kind == node_kind::none) return none;
  if (is_leaf(kind)) return all.leaves->front();
  return {all, size_of_leaves(all)};
}

value state_value(const std::shared_ptr<const tree>& state, const tree& params,
                  const allowance_of_arrays& allowance) {
  const tree_structure& like = *params.structure();
  return nested(whole(state, allowance), [&](const tree_structure& s, std::uint32_t node) {
    const bool container = !is_leaf(s[node].kind) && s[node].kind == like[0].kind;
    if (!container || s[node].extent != like.size() || s[node].leaves != like.leaves())
      return false;
    return *tree_structure::part(state->structure(), node) == like;
  });
}

tree tree_of(const value& v, bool x64) {
  if (v.get<none_t>() != nullptr) return none;
  if (const auto* t = v.get<value_tree>()) {
    std::vector<array> leaves;
    for (std::size_t i = 0; i < t->leaves->size(); ++i)
      leaves.push_back(array_in((*t->leaves)[i], "the leaf" + t->structure->accessor(i), x64));
    return {t->structure, std::move(leaves)};
  }
  if (const auto* d = v.get<dictionary>()) {
    std::vector<std::pair<key, tree>> items;
    for (const auto& [k, item] : d->items()) items.emplace_back(key_of(k), tree_of(item, x64));
    return tree::dict(std::move(items));
  }
  if (const auto* s = v.get<sequence>()) {
    std::vector<tree> items;
    for (const value& item : s->items()) items.push_back(tree_of(item, x64));
    if (s->type == nullptr)
      return s->tuple ? tree::tuple(std::move(items)) : tree::list(std::move(items));
    std::vector<std::pair<std::string, tree>> fields;
    for (std::size_t i = 0; i < items.size(); ++i)
      fields.emplace_back(s->type->fields[i], std::move(items[i]));
    return tree::named_struct(s->type->name, std::move(fields));
  }
  return array_in(v, "a part of it", x64);
}

tree tree_like(const std::shared_ptr<const tree_structure>& structure, const value& v,
               const std::string& name, bool x64) {
  return {structure, collector(structure, name, x64).collect(v)};
}

}  // namespace optaxx::recipes
