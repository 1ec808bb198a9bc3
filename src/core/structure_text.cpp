#include "core/structure_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace optaxx::detail {
namespace {

struct literal_writer {
  const tree_structure& structure;
  const std::function<std::string(std::size_t)>& leaf_text;
  std::string text = {};

  void children(std::uint32_t parent, const char* open, const char* close, bool keys,
                const char* after_key) {
    text += open;
    std::uint32_t child = parent + 1;
    for (std::uint32_t i = 0; i < structure[parent].children; ++i) {
      if (i != 0) text += ", ";
      const tree_structure::node& n = structure[child];
      if (keys) text += (*after_key == '=' ? n.name.text() : n.name.repr()) + after_key;
      write(child);
      child += n.extent;
    }
    text += close;
  }

  void write(std::uint32_t node) {
    const tree_structure::node& n = structure[node];
    switch (n.kind) {
      case node_kind::none:
        text += "None";
        break;
      case node_kind::leaf:
      case node_kind::rng_key:
        text += leaf_text(n.first_leaf);
        break;
      case node_kind::dict:
        children(node, "{", "}", true, ": ");
        break;
      case node_kind::ordered_dict:
        children(node, "OrderedDict({", "})", true, ": ");
        break;
      case node_kind::list:
        children(node, "[", "]", false, "");
        break;
      case node_kind::tuple:
        children(node, "(", n.children == 1 ? ",)" : ")", false, "");
        break;
      case node_kind::named_struct:
        children(node, (n.type + "(").c_str(), ")", true, "=");
        break;
    }
  }
};

std::string names_of_children(const tree_structure& s, std::uint32_t node) {
  std::string names;
  for (const std::uint32_t child : s.children_of(node))
    names += (names.empty() ? "" : ", ") + s[child].name.repr();
  return "{" + names + "}";
}

bool same_names_of_children(const tree_structure& a, std::uint32_t a_node, const tree_structure& b,
                            std::uint32_t b_node) {
  return std::ranges::equal(
      a.children_of(a_node), b.children_of(b_node),
      [&](std::uint32_t x, std::uint32_t y) { return a[x].name == b[y].name; });
}

}  // namespace

std::string literal_text(const tree_structure& structure,
                         const std::function<std::string(std::size_t)>& leaf_text) {
  literal_writer writer{structure, leaf_text};
  writer.write(0);
  return writer.text;
}

std::string place(const tree_structure& structure, std::uint32_t node) {
  return node == 0 ? "the root" : structure.node_accessor(node);
}

std::string inventory(const tree_structure& structure, std::uint32_t node) {
  constexpr std::uint32_t shown = 20;
  const std::uint32_t children = structure[node].children;
  if (children == 0) return "there are none";
  std::string text = children == 1 ? "there is " : "there are ";
  std::uint32_t child = node + 1;
  for (std::uint32_t i = 0; i < children; ++i) {
    if (i != 0) text += ", ";
    if (i == shown) return text + "... (" + std::to_string(children) + " in all)";
    text += structure[child].name.repr();
    child += structure[child].extent;
  }
  return text;
}

std::string kind_text(const tree_structure::node& node) {
  switch (node.kind) {
    case node_kind::none:
      return "None";
    case node_kind::leaf:
      return "a leaf";
    case node_kind::rng_key:
      return "a PRNG key";
    case node_kind::dict:
      return "a dict";
    case node_kind::ordered_dict:
      return "an ordered dict";
    case node_kind::list:
      return "a list";
    case node_kind::tuple:
      return "a tuple";
    case node_kind::named_struct:
      return "the struct " + node.type;
  }
  return "?";
}

std::string difference(const tree_structure& came, std::uint32_t came_node, const char* came_name,
                       const tree_structure& expected, std::uint32_t expected_node,
                       const char* expected_name) {
  const auto& c = came[came_node];
  const auto& e = expected[expected_node];
  const bool same_kind = e.kind == c.kind && e.type == c.type;
  if (same_kind && same_names_of_children(came, came_node, expected, expected_node)) return {};
  const std::string of_came = came_name + came.node_accessor(came_node);
  const std::string of_expected = expected_name + expected.node_accessor(expected_node);
  if (!same_kind)
    return of_came + " is " + kind_text(c) + ", " + of_expected + " is " + kind_text(e);
  return of_came + " has " + names_of_children(came, came_node) + ", " + of_expected + " has " +
         names_of_children(expected, expected_node);
}

std::string first_difference(const tree_structure& came, const char* came_name,
                             const tree_structure& expected, const char* expected_name) {
  for (std::uint32_t i = 0; i < expected.size() && i < came.size(); ++i) {
    const std::string found = difference(came, i, came_name, expected, i, expected_name);
    if (!found.empty()) return found;
  }
  return came_name + std::string(" has another structure than ") + expected_name;
}

void throw_no_child(const tree_structure& structure, std::uint32_t node, const std::string& name) {
  std::string message = "tree: no child " + name + " at " + place(structure, node);
  const node_kind kind = structure[node].kind;
  if (is_leaf(kind) || kind == node_kind::none) {
    message += ", which is " + kind_text(structure[node]);
  } else {
    message += "; " + inventory(structure, node);
  }
  throw std::out_of_range(message);
}

}  // namespace optaxx::detail
