#include <algorithm>
#include <string>

#include "core/python.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx {
namespace {

constexpr std::size_t line_width = 100;

// Bare where it reads as a name, as a Python literal otherwise.
std::string key_text(const key& k) {
  const std::string_view text = k.view();
  const bool is_name = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '/';
  });
  const bool is_number =
      is_name && ((text[0] >= '0' && text[0] <= '9') || text[0] == '-' || text[0] == '.');
  const bool is_word = text == "True" || text == "False" || text == "None";
  return is_name && !is_number && !is_word ? std::string(text) : k.repr();
}

// What stands on the line of a container, before its children. Of a dict the keys speak.
std::string heading(const tree_structure::node& n) {
  const bool empty = n.children == 0;
  switch (n.kind) {
    case node_kind::none:
      return "None";
    case node_kind::dict:
      return empty ? "{}" : "";
    case node_kind::ordered_dict:
      return empty ? "OrderedDict()" : "OrderedDict";
    case node_kind::list:
      return empty ? "[]" : "list";
    case node_kind::tuple:
      return empty ? "()" : "tuple";
    case node_kind::named_struct:
      return empty ? n.type + "()" : n.type;
    case node_kind::leaf:
    case node_kind::rng_key:
      break;
  }
  return "";
}

std::string one_line(const array& a) {
  return std::string(name_of(a.dtype())) + " " + a.shape().text();
}
std::string one_line(unsigned char value) { return detail::python_repr(value != 0); }
std::string one_line(const std::string& value) { return detail::python_repr(value); }

template <class T>
class tree_writer {
 public:
  explicit tree_writer(const basic_tree<T>& t) : tree_(t) {}

  std::string write() {
    write_node(0, "", 0);
    return text_.empty() ? text_ : text_.substr(0, text_.size() - 1);
  }

 private:
  using storage = typename basic_tree<T>::storage;

  void write_node(std::uint32_t node, const std::string& name, std::size_t indent) {
    const tree_structure::node& n = (*tree_.structure())[node];
    std::string line = std::string(indent, ' ') + name;
    if (is_leaf(n.kind)) {
      if (!name.empty()) line += ' ';
      if (n.kind == node_kind::rng_key) line += "PRNG key ";
      write_leaf(tree_.leaves()[n.first_leaf], std::move(line), indent + 2);
      return;
    }
    const std::string title = heading(n);
    if (!title.empty() && !name.empty()) line += ' ';
    line += title;
    if (!line.empty()) text_ += line + '\n';
    const bool root_dict = node == 0 && title.empty();
    std::uint32_t child = node + 1;
    for (std::uint32_t i = 0; i < n.children; ++i) {
      const tree_structure::node& c = (*tree_.structure())[child];
      write_node(child, key_text(c.name) + ":", root_dict ? 0 : indent + 2);
      child += c.extent;
    }
  }

  void write_leaf(const storage& leaf, std::string line, std::size_t indent) {
    line += one_line(leaf);
    if constexpr (std::same_as<T, array>) {
      const std::string values = to_string(leaf);
      const bool fits =
          values.find('\n') == std::string::npos && line.size() + 2 + values.size() <= line_width;
      line += fits ? "  " + values : "\n" + indented(values, indent);
    }
    text_ += line + '\n';
  }

  static std::string indented(const std::string& text, std::size_t indent) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool line_begins = i == 0 || text[i - 1] == '\n';
      if (line_begins && text[i] != '\n') result.append(indent, ' ');
      result += text[i];
    }
    return result;
  }

  const basic_tree<T>& tree_;
  std::string text_;
};

}  // namespace

std::string to_string(const tree& t) { return tree_writer<array>(t).write(); }
std::string to_string(const mask_tree& t) { return tree_writer<bool>(t).write(); }
std::string to_string(const label_tree& t) { return tree_writer<std::string>(t).write(); }

}  // namespace optaxx
