#include "optaxx/core/layout.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/array_block.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "core/structure_text.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/transform.hpp"
#include "sweep/check.hpp"
#include "sweep/inner_layout.hpp"
#include "sweep/plan.hpp"
#include "sweep/slot_storage.hpp"
#include "sweep/widening_slot.hpp"

namespace optaxx {
namespace {

using structure_ptr = std::shared_ptr<const tree_structure>;

// A leaf of the state to be: its type and first value, or its first values.
struct leaf_spec {
  optaxx::dtype dtype;
  optaxx::shape shape;
  double value = 0.0;
  std::unique_ptr<array> values = {};
  bool follows = false;  // updates that are wider
  leaf_storage stored = {};
};

// Called under a flush_guard.
[[gnu::noinline]] void fill(array& a, const leaf_spec& s) {
  if (s.values) {
    if (a.bytes() != 0) std::memcpy(a.mutable_data(), s.values->data(), a.bytes());
  } else if (s.value == 0.0) {
    return;  // a block is zero
  } else {
    for (std::size_t i = 0; i < a.size(); ++i)
      detail::store_element(s.dtype, a.mutable_data(), i, s.value);
  }
}

// Walks a mask beside the parameters; a mask's leaf covers the whole subtree.
structure_ptr select(const step_plan& plan, const mask_tree& mask, std::uint32_t mask_node,
                     const structure_ptr& whole, std::uint32_t node,
                     std::vector<unsigned char>& selected) {
  const tree_structure& ms = *mask.structure();
  const auto& m = ms[mask_node];
  const auto& n = (*whole)[node];
  if (m.kind == node_kind::leaf) {
    const bool on = mask.leaves()[m.first_leaf] != 0;
    for (std::uint32_t i = 0; i < n.leaves; ++i) selected[n.first_leaf + i] = on;
    return on ? tree_structure::part(whole, node)
              : tree_structure::of(node_kind::named_struct, "MaskedNode", {});
  }
  const std::string misfit = detail::difference(ms, mask_node, "mask", *whole, node, "params");
  if (!misfit.empty()) throw tree_mismatch(function_of(plan) + ": " + misfit);
  if (n.kind == node_kind::none) return tree_structure::part(whole, node);
  std::vector<std::pair<key, structure_ptr>> children;
  for (std::uint32_t i = 0; i < n.children; ++i) {
    const std::uint32_t mask_child = ms.child_at(mask_node, i);
    const std::uint32_t child = whole->child_at(node, i);
    children.emplace_back((*whole)[child].name,
                          select(plan, mask, mask_child, whole, child, selected));
  }
  return tree_structure::of(n.kind, n.type, children);
}

using mask_list = decltype(step_plan::masks);
using plan_list = decltype(step_plan::inner);
using axes_list = decltype(step_plan::axes);

// So that step_plan finds what belongs to a node by halves.
template <class List>
void sort_by_node(List& list) {
  std::ranges::sort(list, {}, [](const auto& item) { return item.first; });
}

shape without(const shape& s, const std::vector<bool>& reduced) {
  std::vector<std::int64_t> kept;
  for (std::size_t k = 0; k < s.rank(); ++k) {
    if (!reduced[k]) kept.push_back(s[k]);
  }
  return {kept.begin(), kept.end()};
}

// The part of the state they belong to has got this many nodes in front of it.
void move_nodes(mask_list& masks, plan_list& plans, axes_list& axes, std::uint32_t by) {
  for (auto& m : masks) m.first += by;
  for (auto& a : axes) a.first += by;
  for (auto& p : plans) {
    p.first += by;
    move_nodes(p.second->masks, p.second->inner, p.second->axes, by);
  }
}

}  // namespace

// One rule's fields, collected; a rule inside it has a builder of its own.
class layout_builder {
 public:
  layout_builder(const tree& params, const leaf_set& only, step_plan& plan)
      : params(params), only(only), plan(plan) {}

  void add(std::string_view name, structure_ptr structure) {
    extent += structure->size();
    fields.emplace_back(key(name), std::move(structure));
  }
  void add_values(tree& t, bool follows) {
    for (array& a : t.leaves()) {
      auto values = std::make_unique<array>(std::move(a));
      const dtype type = values->dtype();
      specs.push_back(
          {type, values->shape(), 0.0, std::move(values), follows && is_floating(type)});
    }
  }
  structure_ptr finish() const {
    if (whole != nullptr) return whole;
    // The arrays lie in the order of the calls.
    if (kind == node_kind::dict &&
        !std::ranges::is_sorted(fields, {}, [](const auto& f) { return f.first; }))
      throw std::logic_error(
          "layout: the fields of a dict are laid out in the order of their keys");
    return tree_structure::of(kind, kind == node_kind::named_struct ? type : "", fields);
  }

  void add_child(std::string_view name, const transformation& inner, layout_builder& child) {
    child.keeps_dtypes = child.keeps_dtypes || keeps_dtypes;
    lay_out(inner, child);
    const std::uint32_t at = extent;
    add(name, child.finish());
    for (auto& spec : child.specs) specs.push_back(std::move(spec));
    move_nodes(child.masks, child.inner, child.axes, at);
    for (auto& m : child.masks) masks.push_back(std::move(m));
    for (auto& p : child.inner) this->inner.push_back(std::move(p));
    for (auto& a : child.axes) axes.push_back(std::move(a));
  }

  // Over other parameters, with a plan of its own, at this node.
  structure_ptr add_inner(const transformation& tx, const tree& of, std::uint32_t at) {
    auto made = std::make_unique<step_plan>();
    made->owner = plan.owner;
    describe_leaves(*made, of);
    made->x64 = made->x64 || plan.x64;
    made->gradients = plan.gradients;
    layout_builder child(of, made->all, *made);
    child.keeps_dtypes = keeps_dtypes;
    lay_out(tx, child);
    if (made->form) {
      throw std::invalid_argument(function_of(*made) + ": " + describe(tx) +
                                  " takes the gradients of the caller, and cannot stand inside");
    }
    for (auto& spec : child.specs) specs.push_back(std::move(spec));
    move_nodes(child.masks, child.inner, child.axes, at);
    made->masks = std::move(child.masks);
    made->inner = std::move(child.inner);
    made->axes = std::move(child.axes);
    sort_by_node(made->masks);
    sort_by_node(made->inner);
    sort_by_node(made->axes);
    structure_ptr laid_out = child.finish();
    inner.emplace_back(at, std::move(made));
    return laid_out;
  }

  // Over the leaves of this layout, or over the results of another reduction of theirs.
  void add_axes(std::string_view name, const leaf_axes* of, const layout::reduced_axes& f) {
    auto made = std::make_unique<leaf_axes>();
    made->name = name;
    made->of = of;
    const leaf_set& leaves = of == nullptr ? only : of->results.all;
    const step_plan& owner = of == nullptr ? plan : of->results;
    std::vector<leaf_info> results;
    made->set.rank.assign(leaves.rank.size(), not_selected);
    made->set.slot_ranks.assign(leaves.rank.size(), not_selected);
    std::vector<std::uint32_t> slot_ranks;
    for (const std::uint32_t leaf : leaves.positions) {
      const leaf_info& info = owner.leaves[leaf];
      if (!is_floating(info.dtype)) continue;
      const std::optional<std::vector<bool>> reduced =
          f(of == nullptr ? info.shape : plan.leaves[of->set.positions[leaf]].shape);
      if (!reduced) continue;
      made->set.rank[leaf] = static_cast<std::uint32_t>(made->set.positions.size());
      made->set.slot_ranks[leaf] = leaves.slot_rank(leaf);
      made->set.positions.push_back(leaf);
      slot_ranks.push_back(leaves.slot_rank(leaf));
      made->runs.emplace_back(info.shape, *reduced);
      const shape left = without(info.shape, *reduced);
      results.push_back({info.dtype, left, left.elements()});
    }
    describe_leaves(made->results, std::move(results));
    made->results.all.slot_ranks = std::move(slot_ranks);
    made->results.x64 = plan.x64;
    made->results.owner = plan.owner;
    made->each = std::make_unique<leaf_axes>();
    made->each->name = name;
    made->each->set = made->results.all;
    for (const leaf_info& r : made->results.leaves)
      made->each->runs.emplace_back(r.shape, std::vector<bool>(r.shape.rank(), false));
    axes.emplace_back(0, std::move(made));
  }

  static void lay_out(const transformation& inner, layout_builder& child);

  const tree& params;
  const leaf_set& only;
  step_plan& plan;
  node_kind kind = node_kind::named_struct;
  std::string type = "EmptyState";
  std::uint32_t extent = 1;
  std::vector<std::pair<key, structure_ptr>> fields;
  structure_ptr whole;  // instead of the fields
  std::vector<leaf_spec> specs;
  bool keeps_dtypes = false;
  mask_list masks;
  plan_list inner;
  axes_list axes;
};

// Every layout that a rule is given.
class open_layout : public layout {
 public:
  explicit open_layout(layout_builder& b) : layout(b), builder(b) {}
  layout_builder& builder;
};

void layout_builder::lay_out(const transformation& inner, layout_builder& child) {
  open_layout view(child);
  inner.init(view);
}

void layout::type(std::string_view name) { builder_->type = name; }
void layout::tuple() { builder_->kind = node_kind::tuple; }
void layout::dict() { builder_->kind = node_kind::dict; }
void layout::ordered_dict() { builder_->kind = node_kind::ordered_dict; }
const tree& layout::params() const { return builder_->params; }
void layout::keeps_dtypes() { builder_->keeps_dtypes = true; }
bool layout::x64() const { return builder_->plan.x64; }

namespace {

void set_form(layout_builder& builder, gradient_form form) {
  step_plan& plan = builder.plan;
  if (&builder.only != &plan.all || plan.form) {
    throw std::invalid_argument(
        function_of(plan) +
        ": what takes gradients that are not like the parameters stands alone, and behind no mask");
  }
  plan.form = std::move(form);
}

}  // namespace

void layout::gradients_per_example() {
  set_form(*builder_, {builder_->params.structure(), 0, true});
}

void layout::gradients_like(std::string_view part) {
  const structure_ptr& whole = builder_->params.structure();
  const std::uint32_t node = whole->child(0, part);
  if (node == tree_structure::missing) {
    throw std::invalid_argument(function_of(builder_->plan) + ": the parameters have no part '" +
                                std::string(part) + "'");
  }
  set_form(*builder_, {tree_structure::part(whole, node), (*whole)[node].first_leaf, false});
}

void layout::scalar(std::string_view name, dtype type, double value) {
  builder_->add(name, tree_structure::of_leaf());
  builder_->specs.push_back({type, {}, value});
}

namespace {

void add_slot(layout_builder& builder, std::string_view name, const slot_options& options,
              bool follows) {
  builder.add(name, builder.params.structure());
  for (const array& a : builder.params.leaves()) {
    // Without x64 mode there is no float64, as in JAX.
    dtype type = options.dtype.value_or(a.dtype());
    if (type == dtype::f64 && !builder.plan.x64) type = dtype::f32;
    if (!is_floating(a.dtype())) {
      const auto leaf = static_cast<std::size_t>(&a - builder.params.leaves().data());
      throw not_a_float(builder.plan, *builder.params.structure(), leaf, a.dtype());
    }
    if (!is_floating(type) || (type == dtype::f64 && a.dtype() != dtype::f64)) {
      throw std::invalid_argument(function_of(builder.plan) + ": '" + std::string(name) +
                                  "' cannot be stored as " + std::string(name_of(type)) +
                                  " for parameters of type " + std::string(name_of(a.dtype())));
    }
    const auto& gradients = builder.plan.gradients;
    if (follows && gradients && may_update(*gradients, a.dtype())) type = promote(type, *gradients);
    builder.specs.push_back({type, a.shape(), options.value, nullptr, follows});
  }
}

}  // namespace

void layout::slot(std::string_view name, const slot_options& options) {
  add_slot(*builder_, name, options,
           !options.dtype && !options.like_params && !builder_->keeps_dtypes);
}

void lay_out_widening_slot(layout& to, std::string_view name, std::optional<dtype> first) {
  layout_builder& builder = static_cast<open_layout&>(to).builder;
  add_slot(builder, name, {.dtype = first}, !builder.keeps_dtypes);
}

void lay_out_slot(layout& to, std::string_view name, const storage_choice& choice) {
  layout_builder& builder = static_cast<open_layout&>(to).builder;
  const std::span<const array> params = builder.params.leaves();
  std::vector<leaf_spec> numbers;
  std::vector<leaf_spec> scales;
  const auto buffer_of = [](const isa::storage::buffer& b, std::size_t blocks) {
    return leaf_spec{b.type, {static_cast<std::int64_t>(blocks * b.per_block)}};
  };
  for (const array& a : params) {
    const isa::storage* const s = choice(a);
    const leaf_storage stored{s, static_cast<std::uint32_t>(params.size())};
    if (s == nullptr) {
      numbers.push_back({a.dtype(), a.shape(), 0.0, nullptr, false, stored});
      scales.push_back({dtype::f32, {0}});
      continue;
    }
    const bool fits =
        isa::tile_elements % s->block == 0 &&
        std::max(s->numbers.block_bytes(), s->scales.block_bytes()) <= s->block * sizeof(float);
    if (!fits || !is_floating(a.dtype()) || a.dtype() == dtype::f64) {
      throw std::invalid_argument(function_of(builder.plan) + ": '" + std::string(name) +
                                  "' cannot be stored as " + std::string(s->name) +
                                  " for parameters of type " + std::string(name_of(a.dtype())));
    }
    const std::size_t blocks = s->blocks(a.size());
    numbers.push_back(buffer_of(s->numbers, blocks));
    numbers.back().stored = stored;
    scales.push_back(buffer_of(s->scales, blocks));
  }
  const structure_ptr like_params = builder.params.structure();
  builder.add(name,
              tree_structure::of(node_kind::dict, "",
                                 {{key("numbers"), like_params}, {key("scales"), like_params}}));
  for (auto* specs : {&numbers, &scales})
    std::ranges::move(*specs, std::back_inserter(builder.specs));
}

void layout::slot_of(std::string_view name, const std::function<array(const array&)>& f) {
  builder_->add(name, builder_->params.structure());
  for (const array& a : builder_->params.leaves()) {
    auto values = std::make_unique<array>(f(a));
    builder_->specs.push_back({values->dtype(), values->shape(), 0.0, std::move(values)});
  }
}

void layout::value(std::string_view name, tree t) {
  builder_->add(name, t.structure());
  builder_->add_values(t, false);
}

void layout::value(tree t) {
  builder_->whole = t.structure();
  builder_->add_values(t, !builder_->keeps_dtypes);
}

void layout::child(std::string_view name, const transformation& inner) {
  layout_builder child(builder_->params, builder_->only, builder_->plan);
  builder_->add_child(name, inner, child);
}

void layout::child(std::string_view name, const transformation& inner, const mask_tree& mask) {
  const tree& params = builder_->params;
  std::vector<unsigned char> selected(params.leaves().size(), 0);
  auto set = std::make_unique<leaf_set>();
  set->structure = select(builder_->plan, mask, 0, params.structure(), 0, selected);
  set->rank.assign(builder_->only.rank.size(), not_selected);
  std::vector<std::uint32_t> among_params;
  for (std::uint32_t i = 0; i < selected.size(); ++i) {
    if (!selected[i]) continue;
    const std::uint32_t position = builder_->only.positions[i];
    set->rank[position] = static_cast<std::uint32_t>(set->positions.size());
    set->positions.push_back(position);
    among_params.push_back(i);
  }
  const tree visible = views_of(set->structure, params, among_params);
  layout_builder child(visible, *set, builder_->plan);
  const std::uint32_t at = builder_->extent;
  builder_->add_child(name, inner, child);
  builder_->masks.emplace_back(at, std::move(set));
}

void layout::child(std::string_view name, const transformation& inner, const tree& params) {
  const std::uint32_t at = builder_->extent;
  builder_->add(name, builder_->add_inner(inner, params, at));
}

void lay_out_whole(layout& to, const transformation& inner, const tree& params) {
  layout_builder& builder = static_cast<open_layout&>(to).builder;
  builder.whole = builder.add_inner(inner, params, 0);
}

std::optional<dtype> gradients_of(const layout& of) {
  return static_cast<const open_layout&>(of).builder.plan.gradients;
}

void layout::axes(std::string_view name, const reduced_axes& f) {
  builder_->add_axes(name, nullptr, f);
}

void layout::axes(std::string_view name, std::string_view of, const reduced_axes& f) {
  const auto found = std::ranges::find_if(
      builder_->axes, [&](const auto& known) { return known.second->name == of; });
  if (found == builder_->axes.end()) {
    throw std::logic_error("layout::axes: '" + std::string(name) + "' is over '" + std::string(of) +
                           "', which was not laid out");
  }
  builder_->add_axes(name, found->second.get(), f);
}

tree lay_out(const rule& r, const tree& params, step_plan& plan) {
  layout_builder root(params, plan.all, plan);
  open_layout view(root);
  r.init(view);

  detail::array_block block;
  for (const leaf_spec& s : root.specs) block.add(s.dtype, s.shape);
  std::vector<array> leaves = block.make();
  {
    const flush_guard guard;
    for (std::size_t i = 0; i < leaves.size(); ++i) fill(leaves[i], root.specs[i]);
  }
  auto types = std::make_shared<std::vector<dtype>>();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    types->push_back(leaves[i].dtype());
    plan.state_shapes.push_back(leaves[i].shape());
    plan.state_follows.push_back(root.specs[i].follows ? 1 : 0);
    plan.narrow = plan.narrow || (root.specs[i].follows && is_narrow(root.specs[i].dtype));
    if (root.specs[i].stored.scales == 0) continue;
    plan.state_storage.resize(leaves.size());
    plan.state_storage[i] = root.specs[i].stored;
  }
  plan.state_types = std::move(types);
  plan.masks = std::move(root.masks);
  plan.inner = std::move(root.inner);
  plan.axes = std::move(root.axes);
  sort_by_node(plan.masks);
  sort_by_node(plan.inner);
  sort_by_node(plan.axes);
  return {root.finish(), std::move(leaves)};
}

}  // namespace optaxx
