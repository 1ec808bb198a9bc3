#include "sweep/state_dtypes.hpp"

#include "core/array_block.hpp"
#include "core/element.hpp"

namespace optaxx {

void state_dtypes::widen(const std::vector<wider>& leaves) {
  auto widened = std::make_shared<list>(*now_);
  detail::array_block block;
  for (const wider& w : leaves) {
    block.add(w.type, state_->leaves()[w.leaf].shape());
    (*widened)[w.leaf] = w.type;
  }
  std::vector<array> arrays = block.make();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const array& from = state_->leaves()[leaves[i].leaf];
    for (std::size_t k = 0; k < from.size(); ++k) {
      detail::store_element(leaves[i].type, arrays[i].mutable_data(), k,
                            detail::load_element(from.dtype(), from.data(), k));
    }
  }
  narrow_.reserve(narrow_.size() + leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    array& place = state_->leaves()[leaves[i].leaf];
    narrow_.emplace_back(leaves[i].leaf, std::exchange(place, std::move(arrays[i])));
  }
  widened_ = std::move(widened);
  now_ = widened_.get();
}

std::shared_ptr<const state_dtypes::list> state_dtypes::keep() noexcept {
  narrow_.clear();
  before_ = now_;
  return std::move(widened_);
}

void state_dtypes::undo() noexcept {
  while (!narrow_.empty()) {
    auto& [leaf, values] = narrow_.back();
    if (state_->structure().get() == structure_) state_->leaves()[leaf] = std::move(values);
    narrow_.pop_back();
  }
  now_ = before_;
  widened_ = nullptr;
}

}  // namespace optaxx
