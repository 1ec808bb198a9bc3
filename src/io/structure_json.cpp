#include "io/structure_json.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "core/key_path.hpp"
#include "core/structure_text.hpp"
#include "io/json_text.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::io {
namespace {

constexpr int most_nested = 256;

using detail::escaped_key;
using detail::unescaped_key;
using structure_ptr = std::shared_ptr<const tree_structure>;

class writer {
 public:
  explicit writer(const tree_form& form) : form_(form), structure_(*form.structure) {}

  std::string text_of(std::uint32_t node, int depth = 0) {
    if (depth > most_nested) refuse(node, "is nested too deeply");
    const tree_structure::node& n = structure_[node];
    switch (n.kind) {
      case node_kind::none:
        return "null";
      case node_kind::leaf:
      case node_kind::rng_key:
        return leaf_text(node, form_.leaves[n.first_leaf]);
      case node_kind::dict:
        return "{\"dict\":{" + children(node, depth, "", ":", "") + "}}";
      case node_kind::ordered_dict:
        return "{\"odict\":[" + children(node, depth, "[", ",", "]") + "]}";
      case node_kind::list:
        return "{\"list\":[" + children(node, depth) + "]}";
      case node_kind::tuple:
        return "{\"tuple\":[" + children(node, depth) + "]}";
      case node_kind::named_struct:
        return "{\"struct\":" + text(node, n.type) + ",\"fields\":[" +
               children(node, depth, "[", ",", "]") + "]}";
    }
    return {};
  }

 private:
  [[noreturn]] void refuse(std::uint32_t node, const std::string& what) const {
    throw std::invalid_argument(detail::place(structure_, node) + " " + what);
  }

  std::string text(std::uint32_t node, const std::string& name) const {
    try {
      return json_string(name);
    } catch (const std::invalid_argument& e) {
      refuse(node, "has a name in it: " + std::string(e.what()));
    }
  }

  std::string leaf_text(std::uint32_t node, const leaf_form& form) const {
    const bool key = structure_[node].kind == node_kind::rng_key;
    std::size_t rank = form.shape.rank();
    if (key && (form.type != dtype::u32 || rank == 0 || form.shape[--rank] != 2)) {
      refuse(node, "is a key whose data is " + std::string(name_of(form.type)) + " " +
                       form.shape.text() + ", not uint32 (..., 2)");
    }
    std::string result = key ? "\"key<fry>[" : "\"" + std::string(tag_of(form.type)) + "[";
    for (std::size_t i = 0; i < rank; ++i)
      result += (i == 0 ? "" : ",") + std::to_string(form.shape[i]);
    return result + "]\"";
  }

  std::string children(std::uint32_t parent, int depth) {
    return children(parent, depth, {}, {}, {});
  }
  std::string children(std::uint32_t parent, int depth, std::string_view before,
                       std::string_view after_key, std::string_view after) {
    std::string result;
    std::uint32_t child = parent + 1;
    for (std::uint32_t i = 0; i < structure_[parent].children; ++i) {
      if (i != 0) result += ',';
      result += before;
      if (!after_key.empty()) {
        result += text(parent, escaped_key(structure_[child].name.text()));
        result += after_key;
      }
      result += text_of(child, depth + 1);
      result += after;
      child += structure_[child].extent;
    }
    return result;
  }

  const tree_form& form_;
  const tree_structure& structure_;
};

// "F32[3,4]", or a key: "key<fry>[]".
std::pair<bool, leaf_form> leaf_of_text(const std::string& text) {
  const std::size_t bracket = text.find('[');
  if (bracket == text.npos || text.back() != ']')
    throw format_error("has the leaf " + shortened(text));
  const std::string tag = text.substr(0, bracket);
  std::vector<std::int64_t> extents;
  const char* at = text.data() + bracket + 1;
  const char* const end = text.data() + text.size() - 1;
  while (at != end) {
    std::int64_t extent = 0;
    const auto [rest, error] = std::from_chars(at, end, extent);
    if (error != std::errc() || (rest != end && (*rest != ',' || rest + 1 == end)))
      throw format_error("has the leaf " + shortened(text));
    extents.push_back(extent);
    at = rest == end ? end : rest + 1;
  }
  const bool key = tag == "key<fry>";
  if (key) extents.push_back(2);
  return {key, {key ? dtype::u32 : dtype_of_tag(tag), shape(extents.begin(), extents.end())}};
}

class reader {
 public:
  explicit reader(std::string_view key_types) {
    if (!key_types.empty()) key_types_ = parse_json(key_types);
  }

  tree_form read(const json_node& root) {
    structure_ptr structure = node_of(root, "", 0);
    return {std::move(structure), std::move(leaves_)};
  }

 private:
  using named_parts = std::vector<std::pair<key, structure_ptr>>;

  structure_ptr node_of(const json_node& node, const std::string& path, int depth) {
    if (depth > most_nested) throw format_error("is too deep");
    if (node.type == json_node::kind::null) return tree_structure::of_none();
    if (node.type == json_node::kind::text) {
      const auto [key, form] = leaf_of_text(node.text);
      leaves_.push_back(form);
      return key ? tree_structure::of_rng_key() : tree_structure::of_leaf();
    }
    if (const json_node* items = node.find("dict")) return dict_of(*items, path, depth);
    if (const json_node* pairs = node.find("odict")) {
      return tree_structure::of(node_kind::ordered_dict, {}, fields_of(*pairs, path, depth));
    }
    if (const json_node* items = node.find("list")) {
      return tree_structure::of(node_kind::list, {}, items_of(*items, path, depth));
    }
    if (const json_node* items = node.find("tuple")) {
      return tree_structure::of(node_kind::tuple, {}, items_of(*items, path, depth));
    }
    const json_node* const type = node.find("struct");
    const json_node* const fields = node.find("fields");
    if (type == nullptr || fields == nullptr) throw format_error("has a node of no kind");
    return tree_structure::of(node_kind::named_struct, type->text, fields_of(*fields, path, depth));
  }

  structure_ptr child_of(const json_node& node, const std::string& path, const std::string& name,
                         int depth) {
    return node_of(node, depth == 0 ? name : path + "/" + name, depth + 1);
  }

  static void expect(const json_node& node, json_node::kind type) {
    if (node.type != type) throw format_error("has a container without contents");
  }

  named_parts items_of(const json_node& nodes, const std::string& path, int depth) {
    expect(nodes, json_node::kind::list);
    named_parts items;
    for (const json_node& node : nodes.items) {
      const std::string position = std::to_string(items.size());
      items.emplace_back(position, child_of(node, path, position, depth));
    }
    return items;
  }

  // The leaves must come in the order of the keys, which may not be that of the JSON.
  structure_ptr dict_of(const json_node& nodes, const std::string& path, int depth) {
    expect(nodes, json_node::kind::object);
    std::vector<std::string> names;
    for (const json_node& node : nodes.items) names.push_back(unescaped_key(node.name));
    const std::string type = key_type(path, names);
    std::vector<std::pair<key, const json_node*>> items;
    for (std::size_t i = 0; i < names.size(); ++i)
      items.emplace_back(key_of(type, names[i]), &nodes.items[i]);
    std::stable_sort(items.begin(), items.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    named_parts parts;
    for (const auto& [name, node] : items)
      parts.emplace_back(name, child_of(*node, path, node->name, depth));
    return tree_structure::of(node_kind::dict, {}, parts);
  }

  named_parts fields_of(const json_node& pairs, const std::string& path, int depth) {
    expect(pairs, json_node::kind::list);
    std::vector<std::string> names;
    for (const json_node& pair : pairs.items) {
      if (pair.type != json_node::kind::list || pair.items.size() != 2 ||
          pair.items[0].type != json_node::kind::text)
        throw format_error("has a field without a name");
      names.push_back(unescaped_key(pair.items[0].text));
    }
    const std::string type = stated_key_type(path);
    named_parts fields;
    for (const json_node& pair : pairs.items) {
      key name = key_of(type, names[fields.size()]);
      fields.emplace_back(std::move(name),
                          child_of(pair.items[1], path, pair.items[0].text, depth));
    }
    return fields;
  }

  std::string stated_key_type(const std::string& path) const {
    const json_node* const stated = key_types_.find(path);
    return stated == nullptr ? "" : stated->text;
  }

  std::string key_type(const std::string& path, const std::vector<std::string>& names) const {
    if (key_types_.type == json_node::kind::object) return stated_key_type(path);
    return std::is_sorted(names.begin(), names.end()) ? "" : "int";
  }

  static key key_of(const std::string& type, const std::string& name) {
    if (type.empty()) return key(name);
    std::int64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    const key result = type == "int" ? key(number) : key(name == "True");
    if (result.text() != name) throw format_error("has the key " + shortened(name));
    return result;
  }

  json_node key_types_;
  std::vector<leaf_form> leaves_;
};

}  // namespace

tree_form form_of(const tree& t) {
  tree_form form{t.structure(), {}};
  form.leaves.reserve(t.leaves().size());
  for (const array& a : t.leaves()) form.leaves.push_back({a.dtype(), a.shape()});
  return form;
}

std::string structure_json(const tree_form& form) { return writer(form).text_of(0); }

tree_form parse_structure(std::string_view json, std::string_view key_types) {
  try {
    return reader(key_types).read(parse_json(json));
  } catch (const format_error& e) {
    throw format_error("has a bad structure: it " + std::string(e.what()));
  } catch (const std::logic_error& e) {  // of a shape or a dict
    throw format_error("has a bad structure: " + std::string(e.what()));
  }
}

std::string key_types_json(const tree_structure& structure) {
  std::string result;
  for (std::uint32_t n = 0; n < structure.size(); ++n) {
    const node_kind kind = structure[n].kind;
    if (kind != node_kind::dict && kind != node_kind::ordered_dict) continue;
    if (structure[n].children == 0 || structure[n + 1].name.is_text()) continue;
    const bool of_bools = structure[n + 1].name.type() == key(true).type();
    result += (result.empty() ? "{" : ",") + json_string(structure.node_path(n)) +
              (of_bools ? ":\"bool\"" : ":\"int\"");
  }
  return result.empty() ? result : result + "}";
}

}  // namespace optaxx::io
