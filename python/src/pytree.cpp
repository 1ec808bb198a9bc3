#include "pytree.hpp"

#include <cstring>
#include <stdexcept>
#include <utility>

namespace optaxx::python {
namespace {

using named_structures = std::vector<std::pair<key, std::shared_ptr<const tree_structure>>>;

nb::object key_object(const key& k, std::string_view repr_of_other) {
  if (k.is_text()) return nb::str(k.view().data(), k.view().size());
  if (repr_of_other == "True" || repr_of_other == "False")
    return borrowed(repr_of_other == "True" ? Py_True : Py_False);
  return owned(PyLong_FromString(std::string(repr_of_other).c_str(), nullptr, 10));
}

bool is_same_key(PyObject* a, PyObject* b) {
  if (a == b) return true;
  if (!PyUnicode_CheckExact(a) || !PyUnicode_CheckExact(b)) return false;
  const Py_ssize_t length = PyUnicode_GET_LENGTH(a);
  return length == PyUnicode_GET_LENGTH(b) && PyUnicode_KIND(a) == PyUnicode_KIND(b) &&
         std::memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b),
                     static_cast<std::size_t>(length * PyUnicode_KIND(a))) == 0;
}

bool is_named_tuple(PyObject* o) {
  return PyTuple_Check(o) && !PyTuple_CheckExact(o) && PyObject_HasAttrString(o, "_fields");
}

}  // namespace

key key_of(nb::handle k) {
  if (PyBool_Check(k.ptr())) return key(k.ptr() == Py_True);
  if (PyLong_Check(k.ptr())) return key(nb::cast<std::int64_t>(k));
  if (PyUnicode_Check(k.ptr())) return key(text_of(k));
  throw std::invalid_argument("a key of a dict must be a string, an int or a bool, got " +
                              std::string(nb::repr(k).c_str()));
}

// Goes through a tree that it has not seen before.
class pytree::reader {
 public:
  explicit reader(leaf_objects& leaves) : leaves_(leaves) {}

  std::shared_ptr<const tree_structure> read(PyObject* o) {
    if (++depth_ > 200) throw std::invalid_argument("the tree is more than 200 containers deep");
    auto structure = read_any(o);
    --depth_;
    return structure;
  }
  std::vector<container> containers;

 private:
  std::shared_ptr<const tree_structure> read_any(PyObject* o) {
    const std::size_t here = containers.size();
    containers.emplace_back();
    if (o == Py_None) return tree_structure::of_none();
    if (PyDict_Check(o)) return read_dict(o, here);
    if (PyList_CheckExact(o) || PyTuple_CheckExact(o)) return read_sequence(o);
    if (is_named_tuple(o)) return read_fields(o, here, container::how::named_tuple);
    // (names, children, treedef) of what is registered with JAX, (names, children, None) of a
    // dataclass, None of a leaf
    const nb::object found = helper("container")(borrowed(o));
    if (found.is_none()) {
      leaves_.push_back(borrowed(o));
      return tree_structure::of_leaf();
    }
    named_structures children;
    const nb::object treedef = found[2];
    containers[here].made =
        treedef.is_none() ? container::how::dataclass : container::how::registered;
    containers[here].type =
        treedef.is_none() ? borrowed(reinterpret_cast<PyObject*>(Py_TYPE(o))) : treedef;
    const nb::object names = found[0];
    const nb::object parts = found[1];
    for (std::size_t i = 0; i < nb::len(names); ++i) {
      const nb::object name = names[i];
      containers[here].keys.push_back(name);
      const nb::object part = parts[i];
      children.emplace_back(text_of(name), read(part.ptr()));
    }
    return tree_structure::of(node_kind::named_struct, nb::cast<std::string>(found[3]), children);
  }

  std::shared_ptr<const tree_structure> read_dict(PyObject* o, std::size_t here) {
    const bool ordered = nb::cast<bool>(helper("is_ordered")(borrowed(o)));
    nb::object keys = owned(PyDict_Keys(o));
    for (const nb::handle k : keys) key_of(k);
    if (!ordered && PyList_Sort(keys.ptr()) < 0) {
      PyErr_Clear();
      throw std::invalid_argument("keys of one dict must be of one type, got " +
                                  std::string(nb::repr(keys).c_str()));
    }
    named_structures children;
    const nb::dict places;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> sorted;
    for (const nb::handle k : keys) {
      places[k] = sorted.size();
      sorted.emplace_back(sorted.size(), containers.size() - here);
      containers[here].keys.push_back(borrowed(k.ptr()));
      const nb::object item = borrowed(PyDict_GetItem(o, k.ptr()));
      children.emplace_back(key_of(k), read(item.ptr()));
    }
    std::vector<std::pair<std::uint32_t, std::uint32_t>> seen;
    for (const nb::handle k : owned(PyDict_Keys(o)))
      seen.push_back(sorted[nb::cast<std::size_t>(nb::object(places[k]))]);
    if (seen != sorted) containers[here].seen = std::move(seen);
    return tree_structure::of(ordered ? node_kind::ordered_dict : node_kind::dict, {}, children);
  }

  std::shared_ptr<const tree_structure> read_sequence(PyObject* o) {
    const bool tuple = PyTuple_Check(o);
    named_structures children;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(o); ++i)
      children.emplace_back(key(i), read(borrowed(PySequence_Fast_GET_ITEM(o, i)).ptr()));
    return tree_structure::of(tuple ? node_kind::tuple : node_kind::list, {}, children);
  }

  std::shared_ptr<const tree_structure> read_fields(PyObject* o, std::size_t here,
                                                    container::how made) {
    containers[here].made = made;
    containers[here].type = borrowed(reinterpret_cast<PyObject*>(Py_TYPE(o)));
    const nb::object fields = borrowed(o).attr("_fields");
    named_structures children;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(o); ++i) {
      children.emplace_back(text_of(nb::object(fields[i])),
                            read(borrowed(PyTuple_GET_ITEM(o, i)).ptr()));
    }
    return tree_structure::of(
        node_kind::named_struct,
        nb::cast<std::string>(nb::handle(containers[here].type).attr("__name__")), children);
  }

  leaf_objects& leaves_;
  int depth_ = 0;
};

pytree pytree::of(nb::handle o, leaf_objects& leaves) {
  reader r(leaves);
  pytree result;
  result.structure_ = r.read(o.ptr());
  result.containers_ = std::move(r.containers);
  return result;
}

// Whether the part at `node` is the parameters, or what a mask leaves of them; the nodes of both.
bool pytree::like_params(std::uint32_t node, const pytree& params, std::uint32_t theirs,
                         std::vector<std::uint32_t>& pairs) const {
  const auto& n = (*structure_)[node];
  const auto& p = (*params.structure_)[theirs];
  if (n.kind == node_kind::named_struct && n.type == "MaskedNode" && n.children == 0) return true;
  if (is_leaf(n.kind) || is_leaf(p.kind)) return is_leaf(n.kind) && is_leaf(p.kind);
  if (n.kind != p.kind || n.type != p.type || n.children != p.children) return false;
  pairs.push_back(node);
  pairs.push_back(theirs);
  for (std::uint32_t i = 0; i < n.children; ++i) {
    const std::uint32_t a = structure_->child_at(node, i);
    const std::uint32_t b = params.structure_->child_at(theirs, i);
    if ((*structure_)[a].name != (*params.structure_)[b].name || !like_params(a, params, b, pairs))
      return false;
  }
  return true;
}

pytree pytree::like(const std::shared_ptr<const tree_structure>& structure, const pytree& params) {
  pytree result;
  result.structure_ = structure;
  result.containers_.resize(structure->size());
  std::vector<bool> known(structure->size());
  for (std::uint32_t node = 0; node < structure->size(); ++node) {
    const auto& n = (*structure)[node];
    if (is_leaf(n.kind) || known[node]) continue;
    std::vector<std::uint32_t> pairs;
    if (result.like_params(node, params, 0, pairs)) {
      for (std::size_t i = 0; i < pairs.size(); i += 2) {
        known[pairs[i]] = true;
        result.containers_[pairs[i]] = params.containers_[pairs[i + 1]];
      }
      if (known[node]) continue;
    }
    container& c = result.containers_[node];
    for (const std::uint32_t child : structure->children_of(node)) {
      const key& k = (*structure)[child].name;
      c.keys.push_back(key_object(k, k.text()));
    }
    if (n.kind == node_kind::named_struct) {
      c.made = container::how::named_tuple;
      nb::list fields;
      for (const nb::object& k : c.keys) fields.append(k);
      c.type = helper("state_type")(n.type, fields);
    }
  }
  return result;
}

bool pytree::leaves_of(nb::handle o, leaf_objects& leaves, bool under_none) const {
  leaves.resize(structure_->leaves());
  return collect(0, o.ptr(), leaves, under_none);
}

// Dicts come in the order of their keys or in that of the first one, mostly with the same objects
// as keys; where they do not, keys are looked up.
bool pytree::collect_dict(std::uint32_t node, PyObject* o, leaf_objects& leaves,
                          bool under_none) const {
  const container& c = containers_[node];
  if (!PyDict_Check(o) || PyDict_GET_SIZE(o) != static_cast<Py_ssize_t>(c.keys.size()))
    return false;
  const auto take = [&](std::uint32_t child, PyObject* part) {
    if (!is_leaf((*structure_)[child].kind))
      return collect(child, borrowed(part).ptr(), leaves, under_none);
    return collect(child, part, leaves, under_none);
  };
  Py_ssize_t at = 0;
  PyObject* k = nullptr;
  PyObject* part = nullptr;
  std::size_t found = 0;
  std::uint32_t child = node + 1;
  if (PyDict_Next(o, &at, &k, &part) != 0 && !c.seen.empty() &&
      is_same_key(k, c.keys[c.seen[0].first].ptr())) {
    for (const auto& [place, away] : c.seen) {
      if (!is_same_key(k, c.keys[place].ptr())) break;
      if (!take(node + away, part)) return false;
      ++found;
      if (PyDict_Next(o, &at, &k, &part) == 0) break;
    }
  } else {
    for (const nb::object& known : c.keys) {
      if (!is_same_key(k, known.ptr())) break;
      if (!take(child, part)) return false;
      child += (*structure_)[child].extent;
      ++found;
      if (PyDict_Next(o, &at, &k, &part) == 0) break;
    }
  }
  if (found == c.keys.size()) return true;
  child = node + 1;
  for (const nb::object& known : c.keys) {
    part = PyDict_GetItem(o, known.ptr());
    if (part == nullptr || !take(child, part)) return false;
    child += (*structure_)[child].extent;
  }
  return true;
}

bool pytree::collect(std::uint32_t node, PyObject* o, leaf_objects& leaves, bool under_none) const {
  const auto& n = (*structure_)[node];
  const container& c = containers_[node];
  if (is_leaf(n.kind)) {
    if (o == Py_None || PyDict_Check(o) || PyTuple_Check(o) || PyList_Check(o)) return false;
    leaves[n.first_leaf] = borrowed(o);
    return true;
  }
  if (n.kind == node_kind::none) return under_none || o == Py_None;
  if (n.kind == node_kind::dict || n.kind == node_kind::ordered_dict)
    return collect_dict(node, o, leaves, under_none);
  std::uint32_t child = node + 1;
  const auto next = [&](PyObject* part) {
    const bool same = part != nullptr && collect(child, part, leaves, under_none);
    child += (*structure_)[child].extent;
    return same;
  };
  if (c.made == container::how::registered || c.made == container::how::dataclass) {
    const nb::object found = helper("container")(borrowed(o));
    if (found.is_none() || nb::len(nb::object(found[1])) != n.children) return false;
    const nb::object treedef = found[2];
    if (c.made == container::how::registered
            ? !treedef.equal(c.type)
            : c.type.ptr() != reinterpret_cast<PyObject*>(Py_TYPE(o)))
      return false;
    const nb::object parts = found[1];
    for (std::uint32_t i = 0; i < n.children; ++i) {
      if (!next(nb::object(parts[i]).ptr())) return false;
    }
    return true;
  }
  const bool right = n.kind == node_kind::list    ? PyList_CheckExact(o)
                     : n.kind == node_kind::tuple ? PyTuple_CheckExact(o)
                                                  : PyTuple_Check(o) && !PyTuple_CheckExact(o);
  if (!right || PySequence_Fast_GET_SIZE(o) != static_cast<Py_ssize_t>(n.children)) return false;
  if (c.made == container::how::named_tuple &&
      c.type.ptr() != reinterpret_cast<PyObject*>(Py_TYPE(o)) &&
      nb::cast<std::string>(borrowed(reinterpret_cast<PyObject*>(Py_TYPE(o))).attr("__name__")) !=
          n.type)
    return false;
  for (std::uint32_t i = 0; i < n.children; ++i) {
    if (!next(PySequence_Fast_GET_ITEM(o, i))) return false;
  }
  return true;
}

nb::object pytree::with(const leaf_objects& leaves) const { return build(0, leaves); }

nb::object pytree::build(std::uint32_t node, const leaf_objects& leaves) const {
  const auto& n = (*structure_)[node];
  const container& c = containers_[node];
  if (is_leaf(n.kind)) return leaves[n.first_leaf];
  if (n.kind == node_kind::none) return nb::none();
  std::uint32_t child = node + 1;
  const auto next = [&] {
    nb::object part = build(child, leaves);
    child += (*structure_)[child].extent;
    return part;
  };
  if (n.kind == node_kind::dict || n.kind == node_kind::ordered_dict) {
    nb::object result =
        n.kind == node_kind::dict ? nb::object(nb::dict()) : helper("OrderedDict")();
    for (const nb::object& k : c.keys) result[k] = next();
    return result;
  }
  if (n.kind == node_kind::list) {
    nb::list result;
    for (std::uint32_t i = 0; i < n.children; ++i) result.append(next());
    return result;
  }
  nb::object parts = owned(PyTuple_New(static_cast<Py_ssize_t>(n.children)));
  for (std::uint32_t i = 0; i < n.children; ++i)
    PyTuple_SET_ITEM(parts.ptr(), static_cast<Py_ssize_t>(i), next().release().ptr());
  switch (c.made) {
    case container::how::plain:
      return parts;
    case container::how::named_tuple:
      return owned(PyObject_CallObject(c.type.ptr(), parts.ptr()));
    case container::how::dataclass: {
      nb::list names;
      for (const nb::object& k : c.keys) names.append(k);
      return helper("dataclass")(c.type, names, parts);
    }
    case container::how::registered:
      return nb::object(c.type.attr("unflatten"))(parts);
  }
  return parts;
}

}  // namespace optaxx::python
