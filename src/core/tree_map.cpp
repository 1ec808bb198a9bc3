#include "optaxx/core/tree_map.hpp"

#include <string>

#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"

namespace optaxx::detail {

void check_mapped(const tree_structure& first, const tree_structure& other, std::size_t number) {
  if (&first == &other || first == other) return;
  const std::string name = "tree " + std::to_string(number);
  throw tree_mismatch("tree_map: " + first_difference(other, name.c_str(), first, "tree 1"));
}

}  // namespace optaxx::detail
