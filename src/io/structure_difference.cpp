#include "io/structure_difference.hpp"

#include <algorithm>

#include "core/structure_text.hpp"

namespace optaxx::io {

std::string structure_difference(const tree_structure& file, const tree_structure& other,
                                 const std::string& owner) {
  const std::string has = ", " + owner + " has ";
  for (std::uint32_t n = 0; n < std::min(file.size(), other.size()); ++n) {
    const auto& f = file[n];
    const auto& o = other[n];
    const auto where = [&] { return n == 0 ? "the root" : file.node_path(n); };
    if (f.kind != o.kind || f.type != o.type)
      return where() + " is " + detail::kind_text(f) + has + detail::kind_text(o);
    if (f.children != o.children)
      return where() + " has " + std::to_string(f.children) + " children" + has +
             std::to_string(o.children);
    if (f.name != o.name && f.name.text() != o.name.text())
      return where() + " stands where " + owner + " has " + other.node_path(n);
  }
  return {};
}

}  // namespace optaxx::io
