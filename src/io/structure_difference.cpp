#include "io/structure_difference.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/structure_text.hpp"

namespace optaxx::io {
namespace {

std::vector<std::string> names_in(const tree_structure& s, std::uint32_t node) {
  std::vector<std::string> names;
  std::uint32_t child = node + 1;
  for (std::uint32_t i = 0; i < s[node].children; ++i) {
    names.push_back(s[child].name.repr());
    child += s[child].extent;
  }
  return names;
}

// The first name of one that the other has not.
std::string only_in(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  const std::set<std::string> known(other.begin(), other.end());
  for (const std::string& name : one) {
    if (!known.contains(name)) return name;
  }
  return {};
}

// Which child the other has not, or has more; the places in lists and tuples have no names.
std::string with_or_without(const tree_structure& file, const tree_structure& other,
                            std::uint32_t node) {
  const node_kind kind = file[node].kind;
  if (kind == node_kind::list || kind == node_kind::tuple) return {};
  const bool fewer = other[node].children < file[node].children;
  const auto here = names_in(file, node);
  const auto there = names_in(other, node);
  const std::string name = fewer ? only_in(here, there) : only_in(there, here);
  return name.empty() ? name : (fewer ? ", without " : ", with ") + name;
}

}  // namespace

std::string structure_difference(const tree_structure& file, const tree_structure& other,
                                 const std::string& owner) {
  const std::string has = ", " + owner + " has ";
  for (std::uint32_t n = 0; n < std::min(file.size(), other.size()); ++n) {
    const auto& f = file[n];
    const auto& o = other[n];
    const auto where = [&] { return n == 0 ? "the root" : file.node_path(n); };
    if (f.kind != o.kind || f.type != o.type)
      return where() + " is " + detail::kind_text(f) + has + detail::kind_text(o);
    if (f.children != o.children) {
      return where() + " has " + std::to_string(f.children) + " children" + has +
             std::to_string(o.children) + with_or_without(file, other, n);
    }
    if (f.name != o.name && f.name.text() != o.name.text())
      return where() + " stands where " + owner + " has " + other.node_path(n);
  }
  return {};
}

}  // namespace optaxx::io
