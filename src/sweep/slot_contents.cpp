#include "sweep/slot_contents.hpp"

#include <algorithm>

#include "sweep/own_arrays.hpp"

namespace optaxx::exec {

slot_contents::contents& slot_contents::list::add(std::uint32_t leaf, std::size_t phase,
                                                  const array& values) {
  if (used_ == all_.size()) all_.push_back(std::make_unique<contents>());
  if (newest_.size() <= leaf) newest_.resize(leaf + 1, 0);
  contents& c = *all_[used_];
  copy_into(c.values, values);
  c.leaf = leaf;
  c.phase = phase;
  c.before = newest_[leaf];
  newest_[leaf] = ++used_;
  return c;
}

void slot_contents::list::resize(std::size_t n) noexcept {
  for (; used_ > n; --used_) newest_[all_[used_ - 1]->leaf] = all_[used_ - 1]->before;
}

slot_contents::contents* slot_contents::changeable(std::uint32_t leaf, std::size_t phase) const {
  contents* const c = replaced_.newest(leaf);
  return c != nullptr && c->phase == phase && replaced_.place_of_newest(leaf) >= kept_ ? c
                                                                                       : nullptr;
}

array& slot_contents::replace(std::uint32_t leaf, std::size_t phase, const array& values) {
  return replaced_.add(leaf, phase, values).values;
}

bool slot_contents::replaced_at(std::size_t phase, std::uint32_t first_leaf, std::size_t n) const {
  for (std::uint32_t leaf = first_leaf; leaf < first_leaf + n; ++leaf) {
    const contents* const c = replaced_.newest(leaf);
    if (c != nullptr && c->phase == phase) return true;
  }
  return false;
}

void slot_contents::copy(std::uint32_t leaf, const array& values) { copies_.add(leaf, 0, values); }

void slot_contents::move(contents& c) {
  if (moved_.size() <= c.leaf) moved_.resize(c.leaf + 1, nullptr);
  moved_[c.leaf] = &c.values;
}

moved_slots slot_contents::find(std::size_t phase, bool on_copies) {
  moved_.clear();
  const auto replaced = replaced_.used();
  std::size_t i = 0;
  for (; i < replaced.size() && replaced[i]->phase < phase; ++i) move(*replaced[i]);
  if (on_copies) {
    for (const auto& c : copies_.used()) move(*c);
  }
  for (; i < replaced.size() && replaced[i]->phase == phase; ++i) move(*replaced[i]);
  return moved_;
}

moved_slots slot_contents::copies() {
  moved_.clear();
  for (const auto& c : copies_.used()) move(*c);
  return moved_;
}

}  // namespace optaxx::exec
