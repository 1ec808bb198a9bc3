#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "optaxx/core/tree_structure.hpp"

namespace optaxx::detail {

/// A key as an element of a path: % and / become %25 and %2F.
std::string escaped_key(std::string_view key);
std::string unescaped_key(std::string_view element);

/// The node at a path that begins at `from`. Throws std::out_of_range with what there is.
std::uint32_t node_at(const tree_structure& structure, std::uint32_t from, std::string_view path);

/// The paths of all leaves, in their order.
std::vector<std::string> leaf_paths(const tree_structure& structure);

}  // namespace optaxx::detail
