#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/safetensors.hpp"
#include "optaxx/core/tree.hpp"

namespace optaxx::io {

/// A tree without its elements. A key has the form of its data, uint32 (..., 2).
struct tree_form {
  std::shared_ptr<const tree_structure> structure;
  std::vector<leaf_form> leaves;
};

tree_form form_of(const tree& t);

/// The structure of a tree as JSON: `{"dict": {"b": "F32[4]", "w": "F32[3,4]"}}`. Throws
/// std::invalid_argument, naming the node, for what could not be read again.
std::string structure_json(const tree_form& form);

/// structure_json's inverse. Keys of a dict are strings unless `key_types` says what they are; if
/// it is empty, unless only ints have this order. Throws format_error for what is none.
tree_form parse_structure(std::string_view json, std::string_view key_types = "");

/// Which dicts have keys that are no strings, by path: `{"layers": "int", "": "bool"}`; the
/// structure alone does not tell. "" if there are none.
std::string key_types_json(const tree_structure& structure);

}  // namespace optaxx::io
