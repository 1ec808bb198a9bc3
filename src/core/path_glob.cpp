#include <cstddef>
#include <vector>

#include "optaxx/core/tree_structure.hpp"

namespace optaxx {
namespace {

// Greedy matching with one way back, to the last wildcard: enough for globs, and never worse than a
// product of lengths.
template <class Sequence, class IsStar, class Matches>
bool glob(const Sequence& pattern, const Sequence& text, IsStar is_star, Matches matches) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = none;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && is_star(pattern[p])) {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && matches(pattern[p], text[t])) {
      ++p;
      ++t;
    } else if (star != none) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && is_star(pattern[p])) ++p;
  return p == pattern.size();
}

bool key_matches(std::string_view pattern, std::string_view key) {
  return glob(
      pattern, key, [](char c) { return c == '*'; }, [](char a, char b) { return a == b; });
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> keys;
  if (path.empty()) return keys;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/')) {
    keys.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  keys.push_back(path);
  return keys;
}

}  // namespace

bool path_glob::matches(std::string_view path) const {
  return glob(
      split(pattern_), split(path), [](std::string_view key) { return key == "**"; }, key_matches);
}

}  // namespace optaxx
