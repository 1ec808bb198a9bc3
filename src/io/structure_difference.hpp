#pragma once

#include <string>

#include "optaxx/core/tree_structure.hpp"

namespace optaxx::io {

/// The first node at which the structure of a file is another: "0/mu is a dict, the state has
/// None", where "the state" is the owner of the other. "" if they are the same. Names are compared
/// as texts, since files may not tell "1" from 1.
std::string structure_difference(const tree_structure& file, const tree_structure& other,
                                 const std::string& owner);

}  // namespace optaxx::io
