#pragma once

#include <string>

#include "optaxx/core/tree_structure.hpp"

namespace optaxx::detail {

/// Throws tree_mismatch, "partition: param_labels has {'w'}, params has {'b', 'w'}", unless the
/// option is a tree like the parameters or a prefix of one.
void check_prefix(const std::string& function, const char* option, const tree_structure& tree,
                  const tree_structure& params);

}  // namespace optaxx::detail
