#include "recipe/run/tree_map.hpp"

#include <algorithm>
#include <utility>

#include "recipe/run/interpreter.hpp"
#include "recipe/values/contents.hpp"
#include "recipe/values/repr.hpp"
#include "recipe/values/tree_values.hpp"

namespace optaxx::recipes {
namespace {

class tree_mapper {
 public:
  tree_mapper(const call_site& site,
              const std::function<value(const key_path&, std::vector<value>)>& f,
              const std::function<bool(const value&)>& stop)
      : site_(site), f_(f), stop_(stop) {}

  value map(const std::vector<value>& trees) {
    const depth_guard guard = site_.in.deeper(site_.at);
    site_.in.spend(site_.at, trees[0].size().weight / 16 + 1);
    if (trees[0].get<none_t>() != nullptr) return none;
    const bool leaf = stop_ != nullptr && stop_(trees[0]);
    const auto children = leaf ? std::nullopt : placed_children(trees[0]);
    if (!children) return f_(path_, trees);
    check(trees, children->size());
    std::vector<value> results;
    for (const tree_child& c : *children) {
      std::vector<value> parts{c.child};
      for (std::size_t i = 1; i < trees.size(); ++i) {
        auto part = child_of(trees[i], c.key);
        if (!part) throw fault{site_.at, "the trees differ at " + keystr(path_) + text_of(c.key)};
        parts.push_back(*std::move(part));
      }
      path_.push_back(c.key);
      results.push_back(map(parts));
      path_.pop_back();
    }
    return like(trees[0], *children, std::move(results));
  }

 private:
  std::optional<std::vector<tree_child>> placed_children(const value& v) const {
    return placed(site_.at, [&] { return children_of(v); });
  }

  void check(const std::vector<value>& trees, std::size_t expected) const {
    for (std::size_t i = 1; i < trees.size(); ++i) {
      const auto others = placed_children(trees[i]);
      if (!others || others->size() != expected) {
        throw fault{site_.at,
                    "the trees differ" + (path_.empty() ? std::string() : " at " + keystr(path_)) +
                        ": there is " + described(trees[i]) + " for " + described(trees[0])};
      }
    }
  }

  // A container with other children. One of the parameters keeps its type if they are leaves.
  static value like(const value& v, const std::vector<tree_child>& children,
                    std::vector<value> results) {
    if (const auto* s = v.get<sequence>()) return with_items(*s, std::move(results));
    const auto* t = v.get<value_tree>();
    const node_kind kind = t == nullptr ? node_kind::dict : (*t->structure)[0].kind;
    if (kind == node_kind::list || kind == node_kind::tuple)
      return make_sequence(kind == node_kind::tuple, std::move(results));
    if (kind == node_kind::named_struct) {
      auto type = std::make_shared<record_type>(record_type{(*t->structure)[0].type, {}, {}});
      for (const tree_child& c : children) type->fields.push_back(c.key.name.text());
      return make_record(std::move(type), std::move(results));
    }
    std::vector<std::pair<value, value>> items;
    for (std::size_t i = 0; i < children.size(); ++i)
      items.emplace_back(value_of(children[i].key.name), std::move(results[i]));
    return make_dictionary(std::move(items));
  }

  const call_site& site_;
  const std::function<value(const key_path&, std::vector<value>)>& f_;
  const std::function<bool(const value&)>& stop_;
  key_path path_;
};

// Trees that are alike, leaf by leaf: f(path, leaves).
class alike_walker {
 public:
  alike_walker(const std::vector<value>& trees,
               const std::function<value(const key_path&, std::vector<value>)>& f)
      : structure_(*trees[0].get<value_tree>()->structure), f_(f) {
    for (const value& tree : trees) leaves_.push_back(tree.get<value_tree>()->leaves.get());
  }

  void walk(std::uint32_t node = 0) {
    const tree_structure::node& n = structure_[node];
    if (is_leaf(n.kind)) {
      std::vector<value> parts;
      for (const auto* leaves : leaves_) parts.push_back((*leaves)[n.first_leaf]);
      f_(path_, std::move(parts));
      return;
    }
    std::uint32_t child = node + 1;
    for (std::uint32_t i = 0; i < n.children; ++i) {
      path_.push_back({part_of(n.kind), structure_[child].name});
      walk(child);
      path_.pop_back();
      child += structure_[child].extent;
    }
  }

 private:
  const tree_structure& structure_;
  const std::function<value(const key_path&, std::vector<value>)>& f_;
  std::vector<const std::vector<value>*> leaves_;
  key_path path_;
};

bool are_alike(const std::vector<value>& trees) {
  const auto* first = trees[0].get<value_tree>();
  return std::all_of(trees.begin(), trees.end(), [&](const value& tree) {
    const auto* t = tree.get<value_tree>();
    return t != nullptr && same_structure(t->structure, first->structure);
  });
}

// The leaves one after the other, in a tree of their structure.
std::optional<value> map_leaves(
    const call_site& site, const std::vector<value>& trees,
    const std::function<value(const key_path&, std::vector<value>)>& f) {
  const auto* t = trees[0].get<value_tree>();
  if (t == nullptr) return std::nullopt;
  std::vector<value> leaves;
  std::vector<extent> sizes;
  const auto keep = [&](const key_path& path, std::vector<value> parts) {
    leaves.push_back(f(path, std::move(parts)));
    fix(leaves.back());
    sizes.push_back(leaves.back().size());
    return value(none);
  };
  const std::function<value(const key_path&, std::vector<value>)> keeping = keep;
  const std::function<bool(const value&)> nowhere;
  if (are_alike(trees)) {
    site.in.spend(site.at, t->leaves->size());
    alike_walker(trees, keeping).walk();
  } else {
    tree_mapper(site, keeping, nowhere).map(trees);
  }
  const bool opened = std::any_of(leaves.begin(), leaves.end(), [](const value& leaf) {
    return leaf.get<none_t>() != nullptr || leaf.shared() != nullptr ||
           leaf.get<value_tree>() != nullptr;
  });
  const value_tree result{t->structure,
                          std::make_shared<const std::vector<value>>(std::move(leaves))};
  // What a leaf has become may have leaves of its own.
  return opened ? nested(result) : value{result, extent::around(sizes)};
}

}  // namespace

value map_tree(const call_site& site, const std::vector<value>& trees,
               const std::function<value(const key_path&, std::vector<value>)>& f,
               const std::function<bool(const value&)>& stop) {
  if (stop == nullptr) {
    if (auto result = map_leaves(site, trees, f)) return *std::move(result);
  }
  return tree_mapper(site, f, stop).map(trees);
}

value tuple_of(const key_path& path) { return make_sequence(true, {path.begin(), path.end()}); }

value names_of(const key_path& path) {
  std::vector<value> names;
  for (const path_key& k : path) names.push_back(value_of(k.name));
  return make_sequence(true, std::move(names));
}

std::string keystr(const key_path& path) {
  std::string text;
  for (const path_key& k : path) text += text_of(k);
  return text;
}

}  // namespace optaxx::recipes
