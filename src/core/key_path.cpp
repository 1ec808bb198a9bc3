#include "core/python.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/tree_structure.hpp"

namespace optaxx {
namespace {

std::string escaped(const std::string& name) {
  std::string result;
  for (const char c : name) {
    if (c == '%') {
      result += "%25";
    } else if (c == '/') {
      result += "%2F";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string key::text() const {
  if (is_text()) return std::get<std::string>(value_);
  return repr();
}

std::string key::repr() const {
  if (is_text()) return detail::python_repr(view());
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return std::to_string(*number);
  return detail::python_repr(std::get<bool>(value_));
}

std::string tree_structure::path(std::size_t leaf) const { return node_path(leaf_node(leaf)); }

std::string tree_structure::node_path(std::uint32_t node) const {
  std::string result;
  bool first = true;
  for (const std::uint32_t n : ancestry(node)) {
    if (!first) result += '/';
    first = false;
    result += escaped(nodes_[n].name.text());
  }
  return result;
}

std::string tree_structure::accessor(std::size_t leaf) const {
  return node_accessor(leaf_node(leaf));
}

std::string tree_structure::node_accessor(std::uint32_t node) const {
  std::string result;
  std::uint32_t parent = 0;
  for (const std::uint32_t n : ancestry(node)) {
    const key& name = nodes_[n].name;
    result += nodes_[parent].kind == node_kind::named_struct ? "." + name.text()
                                                             : "[" + name.repr() + "]";
    parent = n;
  }
  return result;
}

std::string tree_structure::text() const {
  return detail::literal_text(*this, [](std::size_t) { return "*"; });
}

// From the root's child on the way down to the node itself; empty for the root.
std::vector<std::uint32_t> tree_structure::ancestry(std::uint32_t node) const {
  std::vector<std::uint32_t> result;
  std::uint32_t at = 0;
  while (at != node) {
    std::uint32_t child = at + 1;
    while (node >= child + nodes_[child].extent) child += nodes_[child].extent;
    result.push_back(child);
    at = child;
  }
  return result;
}

}  // namespace optaxx
