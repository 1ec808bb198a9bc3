// Functions that rules call with one whole array after another, or on all threads.
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sweep/check.hpp"
#include "sweep/recording.hpp"
#include "sweep/tasks.hpp"
#include "sweep/threads.hpp"

namespace optaxx {
namespace {

class flag_guard {
 public:
  explicit flag_guard(bool& flag) : flag_(flag) { flag_ = true; }
  ~flag_guard() { flag_ = false; }
  flag_guard(const flag_guard&) = delete;
  flag_guard& operator=(const flag_guard&) = delete;

 private:
  bool& flag_;
};

}  // namespace

const array& leaf_view::param() const {
  if (param_ == nullptr) {
    throw std::invalid_argument(
        "for_each_leaf: this transformation needs params, and update got none");
  }
  return *param_;
}

array& leaf_view::operator[](const slot& s) {
  for (std::size_t i = 0; i < how_->slots.size(); ++i) {
    if (how_->slots[i].first_leaf == s.first_leaf) return *slots_[i];
  }
  if (how_->parallel) {
    throw std::logic_error(std::string(how_->rule) +
                           ": leaves that are shown in parallel have the slots that were named");
  }
  return step_->pending_array(step_->array_of(s) + slot_position_);
}

void leaf_view::for_ranges(std::size_t n,
                           const std::function<void(std::size_t, std::size_t)>& f) const {
  const std::size_t parts = std::min(n, exec::threads_for(update_->size() * how_->cost));
  exec::run_tasks(parts, parts, [&](std::size_t i) { f(n * i / parts, n * (i + 1) / parts); });
}

// The first of a slot's arrays.
std::uint32_t step_recording::array_of(const slot& s) const {
  if (trees_.state_plan->storage_of(s.first_leaf).storage != nullptr)
    throw std::logic_error("for_each_leaf: a slot that is stored in blocks is for map");
  return s.first_leaf;
}

void step_recording::for_each_leaf(const std::function<void(leaf_view&)>& f, const leaf_set* only,
                                   const leaf_calls& how) {
  const leaf_set& set = selection(only);
  const std::vector<leaf_info>& leaves = trees_.plan->leaves;
  whole_.clear();
  for (const std::uint32_t leaf : set.positions) {
    if (is_floating(leaves[leaf].dtype)) whole_.push_back(leaf);
  }
  if (whole_.empty()) return;
  std::vector<array>& updates = materialize(pass_reason::leaves, whole_);
  views_.clear();
  whole_types_.clear();
  views_slots_.clear();
  for (const std::uint32_t leaf : whole_) {
    whole_types_.push_back(updates[leaf].dtype());
    views_.emplace_back(*this, how, set.rank[leaf], set.slot_rank(leaf), updates[leaf],
                        trees_.params == nullptr ? nullptr : &trees_.params->leaves()[leaf]);
    for (const slot& s : how.slots)
      views_slots_.push_back(&pending_array(array_of(s) + set.slot_rank(leaf)));
  }
  for (std::size_t i = 0; i < views_.size(); ++i)
    views_[i].slots_ = views_slots_.data() + i * how.slots.size();
  {
    const flag_guard shows(shows_leaves_);
    call_for_each(f, how);
  }
  for (std::size_t i = 0; i < whole_.size(); ++i) {
    const std::uint32_t leaf = whole_[i];
    array& u = updates[leaf];
    own(u);
    const dtype type = whole_types_[i];
    if (may_update(u.dtype(), type) && u.shape() == leaves[leaf].shape) continue;
    throw std::invalid_argument(
        std::string(how.rule) + ": updates" + trees_.plan->structure->accessor(leaf) + " became " +
        std::string(name_of(u.dtype())) + " " + u.shape().text() + ", expected " +
        std::string(name_of(type)) + " " + leaves[leaf].shape.text());
  }
  for (const auto& a : slots_.replaced()) own(a->values);
  add_leaves_of_replaced(whole_);
  next_phase(whole_);
}

void step_recording::call_for_each(const std::function<void(leaf_view&)>& f,
                                   const leaf_calls& how) {
  if (!how.parallel) {
    for (leaf_view& view : views_) {
      f(view);
      check_trees();
    }
    return;
  }
  std::size_t elements = 0;
  for (const leaf_view& view : views_) elements += view.update_->size();
  const std::size_t threads = std::min(views_.size(), exec::threads_for(elements * how.cost));
  if (watch_ != nullptr) watch_->passes.back().leaf_threads = threads;
  exec::run_tasks(views_.size(), threads, [&](std::size_t i) { f(views_[i]); });
  check_trees();
}

}  // namespace optaxx
