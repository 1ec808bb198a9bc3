#include "sweep/slot_contents.hpp"

#include <algorithm>

namespace optaxx::exec {

slot_contents::contents* slot_contents::last(const list& all, std::uint32_t leaf) {
  for (auto c = all.rbegin(); c != all.rend(); ++c) {
    if ((*c)->leaf == leaf) return c->get();
  }
  return nullptr;
}

slot_contents::contents* slot_contents::changeable(std::uint32_t leaf, std::size_t phase) const {
  for (std::size_t i = replaced_.size(); i-- > kept_;) {
    if (replaced_[i]->leaf == leaf && replaced_[i]->phase == phase) return replaced_[i].get();
  }
  return nullptr;
}

array& slot_contents::replace(std::uint32_t leaf, std::size_t phase, const array& values) {
  replaced_.push_back(std::make_unique<contents>(contents{leaf, phase, values}));
  return replaced_.back()->values;
}

bool slot_contents::replaced_at(std::size_t phase, std::uint32_t first_leaf, std::size_t n) const {
  return std::ranges::any_of(replaced_, [&](const auto& c) {
    return c->phase == phase && c->leaf >= first_leaf && c->leaf < first_leaf + n;
  });
}

void slot_contents::copy(std::uint32_t leaf, const array& values) {
  copies_.push_back(std::make_unique<contents>(contents{leaf, 0, values}));
}

std::span<const moved_slot> slot_contents::find(std::size_t phase, bool on_copies) {
  moved_.clear();
  std::size_t i = 0;
  for (; i < replaced_.size() && replaced_[i]->phase < phase; ++i)
    moved_.push_back({replaced_[i]->leaf, &replaced_[i]->values});
  if (on_copies) {
    for (const auto& c : copies_) moved_.push_back({c->leaf, &c->values});
  }
  for (; i < replaced_.size() && replaced_[i]->phase == phase; ++i)
    moved_.push_back({replaced_[i]->leaf, &replaced_[i]->values});
  return moved_;
}

std::span<const moved_slot> slot_contents::copies() {
  moved_.clear();
  for (const auto& c : copies_) moved_.push_back({c->leaf, &c->values});
  return moved_;
}

}  // namespace optaxx::exec
