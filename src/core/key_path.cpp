#include "core/key_path.hpp"

#include <algorithm>

#include "core/python.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/tree_structure.hpp"

namespace optaxx {

std::string detail::escaped_key(std::string_view key) {
  std::string result;
  for (const char c : key) {
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

std::string detail::unescaped_key(std::string_view element) {
  std::string result;
  for (std::size_t i = 0; i < element.size(); ++i) {
    const std::string_view code = element.substr(i, 3);
    if (code == "%25" || code == "%2F") {
      result += code == "%25" ? '%' : '/';
      i += 2;
    } else {
      result += element[i];
    }
  }
  return result;
}

std::uint32_t detail::node_at(const tree_structure& structure, std::uint32_t from,
                              std::string_view path) {
  std::uint32_t node = from;
  for (bool last = path.empty(); !last;) {
    const std::size_t slash = path.find('/');
    last = slash == std::string_view::npos;
    const std::string name = unescaped_key(path.substr(0, slash));
    if (!last) path.remove_prefix(slash + 1);
    const std::uint32_t next = structure.child(node, std::string_view(name));
    if (next == tree_structure::missing) throw_no_child(structure, node, key(name).repr());
    node = next;
  }
  return node;
}

std::vector<std::string> detail::leaf_paths(const tree_structure& structure) {
  struct container {
    std::uint32_t end;        // the first node behind it
    std::size_t path_length;  // of the path that leads to its parent
  };
  std::vector<std::string> result;
  result.reserve(structure.leaves());
  std::vector<container> open;
  std::string path;
  for (std::uint32_t n = 0; n < structure.size(); ++n) {
    while (!open.empty() && open.back().end <= n) {
      path.resize(open.back().path_length);
      open.pop_back();
    }
    const std::size_t length = path.size();
    if (n != 0) {
      if (open.size() > 1) path += '/';
      path += escaped_key(structure[n].name.text());
    }
    if (is_leaf(structure[n].kind)) result.push_back(path);
    open.push_back({n + structure[n].extent, length});
  }
  return result;
}

std::string key::text() const { return is_text() ? text_ : repr(); }

std::string key::repr() const {
  if (is_text()) return detail::python_repr(view());
  if (type_ == type_id::integer) return std::to_string(number_);
  return detail::python_repr(number_ != 0);
}

std::string tree_structure::path(std::size_t leaf) const { return node_path(leaf_node(leaf)); }

std::string tree_structure::node_path(std::uint32_t node) const {
  std::string result;
  bool first = true;
  for (const std::uint32_t n : ancestry(node)) {
    if (!first) result += '/';
    first = false;
    result += detail::escaped_key(nodes_[n].name.text());
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

std::vector<std::uint32_t> tree_structure::ancestry(std::uint32_t node) const {
  std::vector<std::uint32_t> result;
  for (std::uint32_t at = node; at != 0; at = parent_of(at)) result.push_back(at);
  std::ranges::reverse(result);
  return result;
}

}  // namespace optaxx
