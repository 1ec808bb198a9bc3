#pragma once

#include <optional>

#include "recipe/text/grammar.hpp"
#include "recipe/text/syntax.hpp"

namespace optaxx::recipes {

using tree_node = tao::pegtl::parse_tree::node;

/// The type of what has the parts that stand in it as its children, in their order.
std::optional<node_type> plain_type(const tree_node& n);

}  // namespace optaxx::recipes
