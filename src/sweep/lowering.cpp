#include "sweep/lowering.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

#include "core/kernel_traits.hpp"
#include "kernels/all.hpp"
#include "sweep/check.hpp"

namespace optaxx::exec {
namespace {

// What the kernels of the library say of themselves.
constexpr kernels::kernel_traits library[] = {
#define OPTAXX_TRAITS(name) kernels::traits_of<kernels::name<double>>,
    OPTAXX_KERNELS(OPTAXX_TRAITS)
#undef OPTAXX_TRAITS
};

kernels::kernel_traits traits_of(std::uint16_t kernel) {
  return kernel == outside ? kernels::kernel_traits{} : library[kernel];
}

// Entries of a recording, by their places in it.
using op_list = std::vector<std::uint32_t>;

// Of a leaf among the arrays of a slot.
std::size_t rank_of(const leaf_set* set, const step_plan& plan, std::size_t leaf) {
  return (set == nullptr ? plan.all : *set).slot_rank(leaf);
}

bool is_operand(const recorded_op& op, std::size_t slot) { return slot + op.reads >= op.slots; }

// As which dtypes a slot is seen, now and at the beginning of the step, and if it is no array of
// numbers, as what it is stored.
struct slot_types {
  dtype now;
  dtype before;
  leaf_storage stored = {};
};
slot_types types_of(const recorded_op& op, std::size_t slot, std::size_t leaf,
                    const step_plan& plan, const lowering_types& types) {
  if (is_operand(op, slot)) {
    const operand& read = types.operands[op.first_leaf[slot]];
    if (read.axes->set.rank[leaf] == not_selected) {
      throw std::logic_error("sweep: a kernel reads results of the reduction '" + read.axes->name +
                             "', which params" + plan.structure->accessor(leaf) +
                             " has no part in");
    }
    const dtype type = read.of_leaf(leaf).dtype();
    return {type, type};
  }
  const std::size_t at = op.first_leaf[slot] + rank_of(op.only, plan, leaf);
  const leaf_storage stored = types.state_plan.storage_of(at);
  if (stored.storage != nullptr) return {stored.storage->type, stored.storage->type, stored};
  return {types.state.now()[at], types.state.before()[at]};
}

bool is_absent(std::size_t leaf, const lowering_types& types) {
  return !types.first_op.empty() && types.first_op[leaf] == no_op;
}

// Of each leaf, the entries that select it.
std::vector<op_list> ops_by_leaf(std::span<const recorded_op> ops, const step_plan& plan,
                                 const lowering_types& types) {
  std::vector<op_list> result(plan.leaves.size());
  for (std::uint32_t k = 0; k < ops.size(); ++k) {
    const leaf_set& set = ops[k].only == nullptr ? plan.all : *ops[k].only;
    for (const std::uint32_t leaf : set.positions) {
      if (types.first_op.empty() || k >= types.first_op[leaf]) result[leaf].push_back(k);
    }
  }
  return result;
}

std::uint16_t stream_index(std::vector<stream>& streams, const stream& wanted) {
  const auto found = std::ranges::find_if(streams, [&](const stream& s) {
    return s.first_leaf == wanted.first_leaf && s.reads == wanted.reads;
  });
  if (found != streams.end()) return static_cast<std::uint16_t>(found - streams.begin());
  constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
  if (streams.size() == most) {
    throw std::length_error("optaxx: a step can use at most " + std::to_string(most) +
                            " slots for a leaf");
  }
  streams.push_back(wanted);
  return static_cast<std::uint16_t>(streams.size() - 1);
}

// What tells classes of leaves apart: the types, and the steps with how their slots are stored.
std::string class_key(std::span<const recorded_op> ops, const op_list& selected, std::size_t leaf,
                      const step_plan& plan, const lowering_types& types) {
  if (is_absent(leaf, types)) return {};
  std::string key(1, static_cast<char>(plan.leaves[leaf].dtype));
  if (!types.source.empty()) key += static_cast<char>(types.source[leaf]);
  for (const std::uint32_t k : selected) {
    for (std::size_t byte = 0; byte < sizeof k; ++byte) key += static_cast<char>(k >> 8 * byte);
    for (std::size_t s = 0; s < ops[k].slots; ++s) {
      const auto [now, before, stored] = types_of(ops[k], s, leaf, plan, types);
      key += static_cast<char>(now);
      key += static_cast<char>(before);
      if (!types.state_plan.state_storage.empty())
        key += std::to_string(reinterpret_cast<std::uintptr_t>(stored.storage)) + ';';
    }
  }
  return key;
}

// Where a kernel's numbers lie, by the place in float_storages. In JAX a number takes the dtype of
// the array that it meets; the words of a key do not.
std::size_t section_of(const recorded_op& op, dtype update, const leaf_class& c,
                       const isa::op& lowered) {
  const bool f32 = op.numbers == numbers::f32 || op.numbers == numbers::f32_inside;
  if (f32 || op.draws) return 0;
  dtype met = op.sees_params ? c.param : update;
  if (op.numbers == numbers::as_params) met = promote(met, c.param);
  for (std::size_t s = 0; s < op.slots; ++s) met = promote(met, lowered.storage[s]);
  const auto all = isa::float_storages();
  const auto found = std::ranges::find(all, met, &isa::storage::type);
  return found == all.end() ? 0 : static_cast<std::size_t>(found - all.begin());
}

// What runs without tiles of float32, where there is a loop for how all arrays are stored.
const isa::storage* whole_storage(const leaf_class& c, std::uint32_t body) {
  const isa::storage& all = isa::storage_of(c.source);
  if (all.loop == nullptr || c.param != all.type || c.reuses_slots) return nullptr;
  const bool whole = std::all_of(c.ops.begin(), c.ops.begin() + body, [&](const isa::op& op) {
    return op.update == all.type &&
           std::all_of(op.storage, op.storage + op.slots, [&](dtype d) { return d == all.type; });
  });
  return whole ? &all : nullptr;
}

// Where arrays below float32 and others meet, products with numbers are rounded one by one.
bool mixes(const recorded_op& from, const isa::op& op) {
  if (from.kernel == outside || from.numbers == numbers::f32_inside) return false;
  if (is_narrow(op.update) && !traits_of(from.kernel).like_slot) return false;
  return (from.sees_params && is_narrow(op.param)) ||
         std::any_of(op.weak, op.weak + op.slots, is_narrow);
}

// The fields that this leaf's updates are wider than.
void find_narrower_fields(std::span<const recorded_op> ops, std::size_t leaf, const step_plan& plan,
                          const leaf_class& c, const lowering_types& types,
                          std::vector<state_dtypes::wider>& found) {
  dtype update = c.source;
  for (std::size_t k = 0; k + c.terms < c.ops.size(); ++k) {
    const recorded_op& from = ops[c.recorded[k]];
    for (std::size_t s = 0; s + from.reads < from.slots; ++s) {
      const auto at =
          static_cast<std::uint32_t>(from.first_leaf[s] + rank_of(from.only, plan, leaf));
      if (types.state_plan.storage_of(at).storage != nullptr) continue;
      const dtype type = types.state.now()[at];
      const dtype wide = promote(type, update);
      if (wide != type && types.state.follows(at)) found.push_back({at, wide});
    }
    update = c.ops[k].update;
  }
}

// Integers and bools have no part in a step but to be passed on, or set to zero; sums leave them
// out.
leaf_class integral_class(std::span<const recorded_op> ops, std::uint32_t terms,
                          const op_list& selected, std::size_t leaf, const step_plan& plan) {
  leaf_class c{};
  c.type = c.source = c.param = c.out = plan.leaves[leaf].dtype;
  c.integral = true;
  for (const std::uint32_t k : selected) {
    if (k >= ops.size() - terms) break;
    const kernels::kernel_traits traits = traits_of(ops[k].kernel);
    if (traits.clears) {
      c.clears = true;
    } else if (traits.keeps_params) {
      c.silent = true;
    } else {
      throw not_a_float(plan, *plan.structure, leaf, c.param);
    }
  }
  return c;
}

// Whether an update of float32 becomes narrower in mid-step.
bool narrows(std::span<const recorded_op> ops, const op_list& selected, std::size_t leaf,
             const step_plan& plan, const lowering_types& types) {
  if (plan.leaves[leaf].dtype == dtype::f64) return false;
  return std::ranges::any_of(selected, [&](std::uint32_t k) {
    return traits_of(ops[k].kernel).like_slot &&
           is_narrow(types_of(ops[k], 0, leaf, plan, types).now);
  });
}

bool has_blocks(std::span<const recorded_op> ops, const op_list& selected, std::size_t leaf,
                const step_plan& plan, const lowering_types& types) {
  if (types.state_plan.state_storage.empty()) return false;
  return std::ranges::any_of(selected, [&](std::uint32_t k) {
    for (std::size_t s = 0; s < ops[k].slots; ++s) {
      if (types_of(ops[k], s, leaf, plan, types).stored.storage != nullptr) return true;
    }
    return false;
  });
}

// 1. What the arrays hold, and what the arithmetic is done in.
leaf_class class_of_types(std::span<const recorded_op> ops, const op_list& selected,
                          std::size_t leaf, const step_plan& plan, const lowering_types& types) {
  leaf_class c{};
  c.param = plan.leaves[leaf].dtype;
  c.source = types.source.empty() ? c.param : types.source[leaf];
  c.type = c.param == dtype::f64 ? dtype::f64 : dtype::f32;
  c.narrow = is_narrow(c.source) || is_narrow(c.param) ||
             narrows(ops, selected, leaf, plan, types) ||
             has_blocks(ops, selected, leaf, plan, types);
  c.out = c.source;
  c.joins = true;
  return c;
}

// Of a slot that no op before has, and of its scales.
void add_tile(leaf_class& c, std::uint16_t at, dtype type, const leaf_storage& stored) {
  leaf_class::slot_tile tile{at, at, &isa::storage_of(type)};
  if (stored.storage != nullptr) {
    tile.storage = stored.storage;
    const stream& numbers = c.streams[at];
    if (tile.storage->scales.per_block != 0) {
      tile.scales = stream_index(c.streams, {numbers.first_leaf + stored.scales, numbers.set, false,
                                             stored.storage, true});
    }
    c.block = std::max<std::size_t>(c.block, tile.storage->block);
  }
  c.slot_tiles.push_back(tile);
}

// Where a kernel's slots lie among the leaf's, and how they are stored.
void place_slots(leaf_class& c, isa::op& op, const recorded_op& from, std::size_t leaf,
                 const step_plan& plan, const lowering_types& types) {
  for (std::size_t s = 0; s < from.slots; ++s) {
    const std::size_t known = c.streams.size();
    const bool reads = is_operand(from, s);
    const auto [now, before, stored] = types_of(from, s, leaf, plan, types);
    op.stream[s] = stream_index(c.streams, {from.first_leaf[s], from.only, reads, stored.storage});
    op.storage[s] = now;
    op.weak[s] = before;
    op.converts = op.converts || (op.storage[s] != c.type && !c.narrow);
    const bool is_new = op.stream[s] == known;
    const bool seen = !is_new && !reads;  // it has been written to
    if (seen || c.narrow) op.loads_scratch = static_cast<std::uint8_t>(op.loads_scratch | 1U << s);
    if (reads) {
      if (is_new) c.operands.push_back({op.stream[s], from.first_leaf[s], now});
      continue;
    }
    if (c.narrow && seen) c.reuses_slots = true;
    if (c.narrow && !seen) add_tile(c, op.stream[s], op.storage[s], stored);
    c.touches_slots = true;
  }
}

// The dtype that JAX gives the update of a kernel, where it may be below float32.
dtype update_type(const leaf_class& c, const isa::op& op, const recorded_op& from) {
  const kernels::kernel_traits traits = traits_of(from.kernel);
  const bool inside = from.numbers == numbers::f32_inside;
  dtype type = from.sees_params ? promote(c.out, c.param) : c.out;
  for (std::size_t s = 0; s < from.slots && !traits.keeps_dtype && !inside; ++s)
    type = promote(type, op.storage[s]);
  if (from.numbers == numbers::as_params || inside) type = promote(type, c.param);
  if (traits.like_slot) type = op.storage[0];
  if (traits.sees_only_param) type = c.param;
  if (from.numbers == numbers::f32) type = promote(type, dtype::f32);
  return type;
}

// 2. A kernel of the recording with the places of its numbers and slots.
void add_op(leaf_class& c, std::uint32_t k, const recorded_op& from, bool is_term, std::size_t leaf,
            const step_plan& plan, const lowering_types& types, const lowering& all) {
  isa::op op{};
  op.kernel = c.params_come_in ? traits_of(from.kernel).of_update : from.kernel;
  op.code = isa::code_of(op.kernel);
  op.length = 1;
  op.slots = from.slots;
  op.scalar_stride = all.strides[k];
  place_slots(c, op, from, leaf, plan, types);
  op.update = c.type;
  op.scalars = all.scalars[k];
  if (c.narrow) {
    op.scalars += static_cast<std::uint32_t>(section_of(from, c.out, c, op) * all.scalar_count);
    op.update = update_type(c, op, from);
    const bool f32 = from.numbers == numbers::f32 || from.numbers == numbers::f32_inside;
    op.param = f32 ? dtype::f32 : c.param;
    op.converts = mixes(from, op);
    if (!is_term) c.out = op.update;
  }
  if (is_term) ++c.terms;
  c.sees_params = c.sees_params || (from.sees_params && !c.params_come_in);
  c.has_user_code = c.has_user_code || from.kernel == outside;
  c.joins = c.joins && !op.converts && op.scalar_stride == 0 && !from.draws &&
            from.kernel != outside && from.reads == 0;
  c.ops.push_back(op);
  c.recorded.push_back(k);
}

// 3. What a tile goes through in one go.
void cut_into_segments(leaf_class& c, std::uint32_t body) {
  for (std::uint32_t k = 0; k < body; ++k) {
    const bool user = c.ops[k].kernel == outside;
    if (user || c.segments.empty() || c.segments.back().user || c.reuses_slots)
      c.segments.push_back({k, k, user});
    c.segments.back().last = k + 1;
  }
}

// 4. The code that runs it: neighbours become one step where there is code for all of them, the
// whole a pattern.
void choose_loops(leaf_class& c, std::uint32_t body) {
  std::vector<std::uint16_t> kernels;
  bool plain = !c.narrow;
  for (std::uint32_t k = 0; k < body; ++k) {
    kernels.push_back(c.ops[k].kernel);
    plain = plain && !c.ops[k].converts;
  }
  for (std::uint32_t k = 0; k < body && !c.narrow; k += c.ops[k].length) {
    std::uint32_t end = k;
    while (end < body && !c.ops[end].converts) ++end;
    if (end > k) c.ops[k].length = isa::fuse(kernels.data() + k, end - k, c.ops[k].code);
  }
  const isa::storage* const whole = whole_storage(c, body);
  if (plain || whole != nullptr) c.pattern = isa::find_pattern(kernels.data(), kernels.size());
  if (c.pattern >= 0) c.whole = whole;
  c.joins = c.joins && (!c.narrow || c.whole != nullptr);
  c.element_size = size_of(c.whole == nullptr ? c.type : c.whole->type);
  c.silent = body > 0 && traits_of(kernels.back()).keeps_params;
}

// Terms that look at the parameter alone: what was recorded before them has no part in their sums.
bool sees_only_params(std::span<const recorded_op> ops, std::uint32_t terms,
                      const op_list& selected) {
  return terms > 0 && std::ranges::all_of(selected, [&](std::uint32_t k) {
           return k < ops.size() - terms || traits_of(ops[k].kernel).sees_only_param;
         });
}

leaf_class make_class(std::span<const recorded_op> ops, std::uint32_t terms,
                      const op_list& selected, std::size_t leaf, const step_plan& plan,
                      const lowering_types& types, const lowering& all) {
  if (is_absent(leaf, types)) {
    leaf_class none{};
    none.absent = true;
    return none;
  }
  if (!is_floating(plan.leaves[leaf].dtype))
    return integral_class(ops, terms, selected, leaf, plan);
  leaf_class c = class_of_types(ops, selected, leaf, plan, types);
  const bool only_params = sees_only_params(ops, terms, selected);
  c.params_come_in = only_params && !c.narrow;
  for (const std::uint32_t k : selected) {
    const bool is_term = k >= ops.size() - terms;
    if (is_term || !only_params) add_op(c, k, ops[k], is_term, leaf, plan, types, all);
  }
  const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
  cut_into_segments(c, body);
  choose_loops(c, body);
  return c;
}

}  // namespace

bool lowering::is_of(std::span<const recorded_op> ops, std::uint32_t number_of_terms,
                     const lowering_types& types) const {
  return terms == number_of_terms && signature.size() == ops.size() &&
         std::ranges::equal(source_types, types.source) &&
         std::ranges::equal(first_op, types.first_op) && has_operands(types.operands) &&
         std::equal(ops.begin(), ops.end(), signature.begin(),
                    [](const recorded_op& a, const recorded_op& b) { return a.same_shape(b); });
}

// Operands are added to in the course of a step.
bool lowering::has_operands(std::span<const operand> all) const {
  if (operand_axes.size() > all.size()) return false;
  auto type = operand_types.begin();
  for (std::size_t i = 0; i < operand_axes.size(); ++i) {
    if (operand_axes[i] != all[i].axes) return false;
    for (const array& a : all[i].values) {
      if (*type++ != a.dtype()) return false;
    }
  }
  return true;
}

lowering lower(std::span<const recorded_op> ops, std::uint32_t terms, const step_plan& plan,
               const lowering_types& types) {
  lowering result;
  result.signature.assign(ops.begin(), ops.end());
  result.terms = terms;
  result.source_types.assign(types.source.begin(), types.source.end());
  result.first_op.assign(types.first_op.begin(), types.first_op.end());
  if (std::ranges::any_of(ops, [](const recorded_op& op) { return op.reads != 0; })) {
    for (const operand& o : types.operands) {
      result.operand_axes.push_back(o.axes);
      for (const array& a : o.values) result.operand_types.push_back(a.dtype());
    }
  }
  for (const recorded_op& op : ops) {
    const std::size_t count = op.kernel == outside ? 0 : op.bytes / sizeof(double);
    result.scalars.push_back(static_cast<std::uint32_t>(result.scalar_count));
    result.strides.push_back(op.per_leaf ? static_cast<std::uint32_t>(count) : 0);
    result.scalar_count += op.per_leaf ? count * plan.leaves.size() : count;
  }
  const std::vector<op_list> selected = ops_by_leaf(ops, plan, types);
  std::unordered_map<std::string, std::uint32_t> known;
  result.first_block.push_back(0);
  for (std::size_t leaf = 0; leaf < plan.leaves.size(); ++leaf) {
    const auto [entry, is_new] =
        known.try_emplace(class_key(ops, selected[leaf], leaf, plan, types), result.classes.size());
    result.class_of.push_back(entry->second);
    if (is_new) {
      result.classes.push_back(make_class(ops, terms, selected[leaf], leaf, plan, types, result));
      if (result.classes.back().narrow) result.scalar_sections = isa::float_storages().size();
    }
    const leaf_class& c = result.classes[entry->second];
    const std::size_t elements = c.absent ? 0 : plan.leaves[leaf].elements;
    result.elements += elements;
    result.first_block.push_back(result.first_block.back() +
                                 (elements + isa::block_elements - 1) / isa::block_elements);
    if (plan.narrow) find_narrower_fields(ops, leaf, plan, c, types, result.widens);
    result.most_operands = std::max(result.most_operands, c.operands.size());
    result.most_streams = std::max(result.most_streams, c.streams.size());
    result.table_of.push_back(result.slot_arrays.size());
    for (const stream& s : c.streams) {
      const std::size_t at = s.reads ? s.first_leaf : s.first_leaf + rank_of(s.set, plan, leaf);
      result.slot_arrays.push_back({static_cast<std::uint32_t>(leaf),
                                    static_cast<std::uint32_t>(at), s.reads,
                                    s.elements(plan.leaves[leaf].elements)});
    }
  }
  return result;
}

const lowering& lowering_cache::find(std::span<const recorded_op> ops, std::uint32_t terms,
                                     const step_plan& plan, const lowering_types& types) {
  for (const auto& entry : entries_) {
    if (entry->is_of(ops, terms, types)) return *entry;
  }
  entries_.push_back(std::make_unique<lowering>(lower(ops, terms, plan, types)));
  entries_.back()->id = ++made_;
  return *entries_.back();
}

}  // namespace optaxx::exec
