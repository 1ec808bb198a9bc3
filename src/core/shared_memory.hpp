#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx::detail {

/// The memory of one leaf of a tree.
struct leaf_memory {
  std::uintptr_t begin;
  std::uintptr_t end;
  std::uint32_t leaf;
  std::uint8_t tree;  // which of several
  optaxx::dtype type;

  bool overlaps(const leaf_memory& other) const { return begin < other.end && other.begin < end; }
  bool is_same_as(const leaf_memory& other) const {
    return begin == other.begin && end == other.end && type == other.type;
  }
};

/// Two leaves that share memory.
struct shared_leaves {
  leaf_memory a;
  leaf_memory b;
};

/// The memory of leaves, by address. Keeps its own from use to use.
class memory_map {
 public:
  void clear() { leaves_.clear(); }
  void add(const tree& t, std::uint8_t number);
  void sort();

  /// Two that overlap, if there are any.
  std::optional<shared_leaves> overlap() const;
  /// Two that overlap and are not the same memory.
  std::optional<shared_leaves> partial_overlap() const;
  /// Whether two are the same memory or overlap.
  bool shares() const { return overlap().has_value(); }
  /// Calls `f(here, there)` for every leaf of this map that overlaps one of the other, in which
  /// none overlap. Both are sorted.
  template <class F>
  void for_each_overlap(const memory_map& other, const F& f) const {
    auto there = other.leaves_.begin();
    for (const leaf_memory& here : leaves_) {
      while (there != other.leaves_.end() && there->end <= here.begin) ++there;
      for (auto at = there; at != other.leaves_.end() && at->begin < here.end; ++at) f(here, *at);
    }
  }

 private:
  std::vector<leaf_memory> leaves_;
};

/// Whether the memory of all arrays is optaxx's own: no two of them share any then.
bool all_own(const tree& t);

/// "params['a'] and params['b'] are the same memory", "... overlap in memory".
std::string text_of(const shared_leaves& pair, const char* name_of_a, const tree& a,
                    const char* name_of_b, const tree& b);

/// Throws std::invalid_argument unless each array of `to` can be written from that of `from`
/// without regard to the others: none overlaps another one of either tree.
void expect_apart(const char* function, const tree& to, const tree& from);

}  // namespace optaxx::detail
