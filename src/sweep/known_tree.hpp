#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "optaxx/core/tree.hpp"

namespace optaxx {

/// A tree that was found to be as a step wants it, and where its arrays lay: what is still there
/// need not be looked at again.
class known_tree {
 public:
  /// Another number whenever an array lies elsewhere or is another than before; never 0.
  std::uint64_t version() const { return version_; }
  const std::shared_ptr<const tree_structure>& structure() const { return structure_; }

  /// Whether it is the same tree, with all of its arrays where they lay. Those that do not fit,
  /// `fits(leaf, a)`, are others.
  template <class Fits>
  bool is_still(const tree& t, const Fits& fits) const noexcept {
    if (t.structure() != structure_) return false;
    const place* p = places_.data();
    std::size_t leaf = 0;
    for (const array& a : t.leaves()) {
      if (!is_at(*p, a) || !fits(leaf, a)) return false;
      ++p;
      ++leaf;
    }
    return true;
  }
  bool is_still(const tree& t) const noexcept {
    return is_still(t, [](std::size_t, const array&) { return true; });
  }

  /// The tree has a structure that the caller knows to be right. `check(leaf, a)`, which may throw,
  /// is called for arrays that are not where they lay, or do not fit.
  template <class Fits, class Check>
  void look_at(const tree& t, const Fits& fits, const Check& check) {
    const std::span<const array> leaves = t.leaves();
    if (places_.size() != leaves.size()) places_.resize(leaves.size(), {nullptr, of_no_array, 0});
    if (structure_ != t.structure()) structure_ = t.structure();
    bool moved = version_ == 0;
    if (moved) version_ = 1;
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
      const array& a = leaves[leaf];
      if (is_at(places_[leaf], a) && fits(leaf, a)) continue;
      check(leaf, a);
      if (!moved) ++version_;
      moved = true;
      places_[leaf] = {a.data(), a.size(), a.form()};
    }
  }

 private:
  struct place {
    const void* data;
    std::size_t size;
    std::uint32_t form;
  };
  static bool is_at(const place& p, const array& a) noexcept {
    return p.data == a.data() && p.size == a.size() && p.form == a.form();
  }
  static constexpr std::size_t of_no_array = std::numeric_limits<std::size_t>::max();

  std::shared_ptr<const tree_structure> structure_;
  std::vector<place> places_;
  std::uint64_t version_ = 0;
};

}  // namespace optaxx
