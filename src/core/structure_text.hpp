#pragma once

#include <functional>
#include <string>

#include "optaxx/core/tree_structure.hpp"

namespace optaxx::detail {

/// The tree as one line of Python, each leaf as the function spells it.
std::string literal_text(const tree_structure& structure,
                         const std::function<std::string(std::size_t leaf)>& leaf_text);

/// What a node is called in a message: "['dense']['w']", or "the root".
std::string place(const tree_structure& structure, std::uint32_t node);
/// What children a node has: "there are 'b', 'w'", "there are none".
std::string inventory(const tree_structure& structure, std::uint32_t node);
/// "a dict", "a leaf", "the struct ScaleByAdamState", ...
std::string kind_text(const tree_structure::node& node);
/// What two nodes do not have in common, their children's own nodes aside: "mask['a'] has {'x'},
/// params['a'] has {'x', 'y'}"; empty if nothing.
std::string difference(const tree_structure& came, std::uint32_t came_node, const char* came_name,
                       const tree_structure& expected, std::uint32_t expected_node,
                       const char* expected_name);
/// The same at the first node, in preorder, where two structures differ.
std::string first_difference(const tree_structure& came, const char* came_name,
                             const tree_structure& expected, const char* expected_name);
/// Throws std::out_of_range: there is no child of that name at that node, and what there is.
[[noreturn]] void throw_no_child(const tree_structure& structure, std::uint32_t node,
                                 const std::string& name);

}  // namespace optaxx::detail
