#include "optaxx/core/sweep.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "sweep/check.hpp"
#include "sweep/recording.hpp"

namespace optaxx {

void state_view::refuse(std::string_view field) const {
  std::string fields;
  for (std::uint32_t i = 0; i < (*structure_)[node_].children; ++i) {
    fields +=
        (i == 0 ? "'" : ", '") + (*structure_)[structure_->child_at(node_, i)].name.text() + "'";
  }
  throw std::logic_error("state has no field '" + std::string(field) + "' at '" +
                         structure_->node_path(node_) + "'; there are " +
                         (fields.empty() ? "none" : fields));
}

void sweep::record(const kernel_detail::erased& kernel,
                   std::span<const kernel_argument> arguments) {
  step_->record(kernel, arguments, only_);
}

void sweep::record_leaf(const kernel_detail::erased& kernel,
                        std::span<const kernel_argument> arguments, std::size_t position) {
  if (position == 0) {
    step_->record(kernel, arguments, only_, true);
  } else {
    step_->append_leaf(kernel);
  }
}

std::span<const double> sweep::reduce(const kernel_detail::erased& term,
                                      std::span<const kernel_argument> arguments) {
  return step_->reduce(term, arguments, only_);
}

void sweep::reduce_axes(axis_fold how, std::span<const leaf_axes* const> over,
                        const kernel_detail::erased& term,
                        std::span<const kernel_argument> arguments, step_recording** results) {
  step_->reduce_axes(how, over, term, arguments, results);
}

const leaf_axes& sweep::axes(const state_view& state, std::string_view name) const {
  return step_->now().plan->axes_of(state.node(), name);
}
sweep sweep::only(const leaf_axes& over) const {
  sweep inner(*step_, &over.set);
  inner.extra_ = extra_;
  return inner;
}

double sweep::total(std::span<const double> leaf_sums) const {
  return step_->total(leaf_sums, only_);
}
double sweep::global_norm() { return step_->global_norm(only_); }
bool sweep::all_finite() { return step_->all_finite(only_); }
void sweep::for_each_leaf(const std::function<void(leaf_view&)>& f, const leaf_calls& how) {
  step_->for_each_leaf(f, only_, how);
}
const tree& sweep::updates() { return step_->look(only_); }
void sweep::replace(const std::function<tree(tree)>& f) { step_->replace(f, only_); }
void sweep::from_gradients(const std::function<tree(const tree&)>& f) { step_->from_gradients(f); }
tree sweep::run(const transformation& inner, const state_view& state, const tree& updates,
                const tree& params) {
  return step_->run(inner, state, updates, params);
}

double sweep::get(const scalar& s) const { return step_->get(s.leaf); }
void sweep::set(const scalar& s, double value) { step_->set(s.leaf, value); }
double sweep::get(const scalar& numbers, std::size_t element) const {
  const array& a = step_->state_array(numbers.leaf);
  return detail::load_element(a.dtype(), a.data(), element);
}
void sweep::set(const scalar& numbers, std::size_t element, double value) {
  array& a = step_->pending_array(numbers.leaf);
  detail::flushed([&] {
    detail::store_element(a.dtype(), a.mutable_data(), element, value);
    return 0;
  });
}
double sweep::increment(const scalar& count) {
  constexpr double largest = std::numeric_limits<std::int32_t>::max();
  const double next = std::min(get(count) + 1.0, largest);
  set(count, next);
  return next;
}

std::array<std::uint32_t, 2> sweep::get_key(const scalar& key) const {
  const std::span<const std::uint32_t> words = step_->state_array(key.leaf).values<std::uint32_t>();
  return {words[0], words[1]};
}
void sweep::set_key(const scalar& key, const std::array<std::uint32_t, 2>& words) {
  std::ranges::copy(words, step_->pending_array(key.leaf).mutable_data<std::uint32_t>());
}

tree sweep::get_tree(const state_view& field) const {
  const auto& node = field.structure()[field.node()];
  std::vector<array> leaves;
  for (std::uint32_t i = 0; i < node.leaves; ++i)
    leaves.push_back(step_->state_array(node.first_leaf + i));
  return {tree_structure::part(step_->now().state_plan->state_structure, field.node()),
          std::move(leaves)};
}

void sweep::set_tree(const state_view& field, tree value) {
  const auto& node = field.structure()[field.node()];
  const auto expected =
      tree_structure::part(step_->now().state_plan->state_structure, field.node());
  if (!same_structure(value.structure(), expected)) {
    throw std::invalid_argument("set_tree: the state came back as " + value.structure()->text() +
                                ", expected " + expected->text());
  }
  const state_dtypes& dtypes = *step_->now().dtypes;
  std::vector<state_dtypes::wider> wider;
  for (std::uint32_t i = 0; i < node.leaves; ++i) {
    const std::uint32_t leaf = node.first_leaf + i;
    const dtype came = value.leaves()[i].dtype();
    const dtype now = dtypes.now()[leaf];
    if (came == now) continue;
    if (!dtypes.follows(leaf) || !may_update(came, now) || promote(came, now) != came) {
      throw std::invalid_argument("set_tree: the state" + value.structure()->accessor(i) +
                                  " came back as " + std::string(name_of(came)) + ", expected " +
                                  std::string(name_of(now)));
    }
    wider.push_back({leaf, came});
  }
  if (!wider.empty()) step_->widen(wider);
  for (std::uint32_t i = 0; i < node.leaves; ++i) {
    step_->pending_array(node.first_leaf + i) = owned(std::move(value.leaves()[i]));
  }
}

// Extra arguments behind a mask, and the tree that `grad` points to.
struct masked_extra {
  extra_args args;
  tree grad;
};

sweep sweep::only(const state_view& state, bool mask_extra) const {
  const leaf_set& seen = step_->now().plan->mask_of(state.node());
  sweep inner(*step_, &seen);
  inner.extra_ = extra_;
  if (!mask_extra || (extra().grad == nullptr && extra().others.empty())) return inner;
  const leaf_set& all = step_->selection(only_);
  std::vector<std::uint32_t> ranks;
  for (const std::uint32_t leaf : seen.positions) ranks.push_back(all.rank[leaf]);
  const auto is_masked = [&](const tree& t) {
    return same_structure(t.structure(), all.structure);
  };
  const auto masked = [&](const tree& t) { return views_of(seen.structure, t, ranks); };
  auto made = std::make_shared<masked_extra>();
  made->args = extra();
  if (made->args.grad != nullptr && is_masked(*made->args.grad)) {
    made->grad = masked(*made->args.grad);
    made->args.grad = &made->grad;
  }
  for (auto& [name, value] : made->args.others) {
    const tree* const t = std::get_if<tree>(&value);
    if (t == nullptr || !is_masked(*t)) continue;
    value = masked(std::get<tree>(extra().others.at(name)));
  }
  inner.extra_ = std::move(made);
  return inner;
}

mark sweep::here() const { return step_->here(); }
void sweep::rollback(const mark& m) { step_->rollback(m); }

std::size_t sweep::leaves() const { return step_->selection(only_).positions.size(); }
dtype sweep::leaf_dtype(std::size_t position) const {
  return step_->now().plan->leaves[step_->selection(only_).positions[position]].dtype;
}
std::size_t sweep::leaf_elements(std::size_t position) const {
  return step_->now().plan->leaves[step_->selection(only_).positions[position]].elements;
}
bool sweep::x64() const { return step_->now().plan->x64; }

void sweep::require_params(std::string_view rule) const {
  if (step_->now().params == nullptr) {
    throw std::invalid_argument(std::string(rule) +
                                ": needs params, but update was called without them");
  }
}
tree sweep::params() const {
  if (step_->now().params == nullptr) return none;
  step_->check_trees();
  const leaf_set& set = step_->selection(only_);
  return views_of(set.structure, *step_->now().params, set.positions);
}
const extra_args& sweep::extra() const {
  return extra_ != nullptr ? extra_->args : *step_->now().extra;
}

}  // namespace optaxx
