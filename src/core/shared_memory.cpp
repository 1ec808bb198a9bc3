#include "core/shared_memory.hpp"

#include <algorithm>
#include <stdexcept>

namespace optaxx::detail {
namespace {

bool in_order(const leaf_memory& a, const leaf_memory& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
}

}  // namespace

void memory_map::add(const tree& t, std::uint8_t number) {
  std::uint32_t leaf = 0;
  for (const array& a : t.leaves()) {
    const auto begin = reinterpret_cast<std::uintptr_t>(a.data());
    if (a.bytes() != 0) leaves_.push_back({begin, begin + a.bytes(), leaf, number, a.dtype()});
    ++leaf;
  }
}

void memory_map::sort() {
  if (!std::is_sorted(leaves_.begin(), leaves_.end(), in_order))
    std::sort(leaves_.begin(), leaves_.end(), in_order);
}

std::optional<shared_leaves> memory_map::overlap() const {
  const auto found =
      std::adjacent_find(leaves_.begin(), leaves_.end(),
                         [](const leaf_memory& a, const leaf_memory& b) { return a.overlaps(b); });
  if (found == leaves_.end()) return std::nullopt;
  return shared_leaves{*found, *(found + 1)};
}

std::optional<shared_leaves> memory_map::partial_overlap() const {
  const auto found = std::adjacent_find(
      leaves_.begin(), leaves_.end(),
      [](const auto& a, const auto& b) { return a.overlaps(b) && !a.is_same_as(b); });
  if (found == leaves_.end()) return std::nullopt;
  return shared_leaves{*found, *(found + 1)};
}

bool all_own(const tree& t) { return std::ranges::all_of(t.leaves(), &array::padded); }

std::string text_of(const shared_leaves& pair, const char* name_of_a, const tree& a,
                    const char* name_of_b, const tree& b) {
  const char* const how = pair.a.is_same_as(pair.b) ? " are the same memory" : " overlap in memory";
  return name_of_a + a.structure()->accessor(pair.a.leaf) + " and " + name_of_b +
         b.structure()->accessor(pair.b.leaf) + how;
}

void expect_apart(const char* function, const tree& to, const tree& from) {
  if (all_own(to) && (all_own(from) || &to == &from)) return;
  memory_map written;
  written.add(to, 0);
  written.sort();
  const char* const to_name = "the first tree";
  const char* const from_name = "the second tree";
  const auto refuse = [&](const shared_leaves& pair, const char* name_of_a, const tree& a) {
    throw std::invalid_argument(std::string(function) + ": " +
                                text_of(pair, name_of_a, a, to_name, to) +
                                ", and what is written must be apart from all other leaves");
  };
  if (const auto pair = written.overlap()) refuse(*pair, to_name, to);
  memory_map read;
  read.add(from, 1);
  read.sort();
  read.for_each_overlap(written, [&](const leaf_memory& here, const leaf_memory& there) {
    if (here.leaf != there.leaf) refuse({here, there}, from_name, from);
  });
}

}  // namespace optaxx::detail
