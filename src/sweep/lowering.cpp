#include "sweep/lowering.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/kernel_id.hpp"

namespace optaxx::exec {
namespace {

bool selects(const recorded_op& op, std::size_t leaf) {
  return op.only == nullptr || op.only->rank[leaf] != not_selected;
}

std::size_t rank_of(const leaf_set* set, std::size_t leaf) {
  return set == nullptr ? leaf : set->rank[leaf];
}

std::uint8_t stream_index(std::vector<stream>& streams, std::uint32_t first_leaf,
                          const leaf_set* set) {
  const auto found = std::find_if(streams.begin(), streams.end(),
                                  [&](const stream& s) { return s.first_leaf == first_leaf; });
  if (found != streams.end()) return static_cast<std::uint8_t>(found - streams.begin());
  if (streams.size() == 255) throw std::length_error("optaxx: a step can use at most 255 slots");
  streams.push_back({first_leaf, set});
  return static_cast<std::uint8_t>(streams.size() - 1);
}

// What tells classes of leaves apart: the type, and for each step whether it is on and how its
// slots are stored.
std::string class_key(std::span<const recorded_op> ops, std::size_t leaf, const step_plan& plan,
                      std::span<const dtype> state_types) {
  std::string key(1, static_cast<char>(plan.leaves[leaf].dtype));
  for (const recorded_op& op : ops) {
    if (!selects(op, leaf)) {
      key += '-';
      continue;
    }
    key += '+';
    for (std::size_t s = 0; s < op.slots; ++s) {
      key += static_cast<char>(state_types[op.first_leaf[s] + rank_of(op.only, leaf)]);
    }
  }
  return key;
}

leaf_class make_class(std::span<const recorded_op> ops, std::uint32_t terms, std::size_t leaf,
                      const step_plan& plan, std::span<const dtype> state_types, lowering& all) {
  leaf_class c{};
  c.type = plan.leaves[leaf].dtype;
  std::uint64_t changed[4] = {};  // streams that an earlier op writes
  for (std::uint32_t k = 0; k < ops.size(); ++k) {
    const recorded_op& from = ops[k];
    if (!selects(from, leaf)) continue;
    if (k >= ops.size() - terms) ++c.terms;
    isa::op op{};
    op.kernel = from.kernel;
    op.code = isa::code_of(from.kernel);
    op.length = 1;
    op.slots = from.slots;
    op.scalars = all.scalars[k];
    op.scalar_stride = all.strides[k];
    for (std::size_t s = 0; s < from.slots; ++s) {
      op.stream[s] = stream_index(all.streams, from.first_leaf[s], from.only);
      op.storage[s] = state_types[from.first_leaf[s] + rank_of(from.only, leaf)];
      op.converts = op.converts || op.storage[s] != c.type;
      std::uint64_t& word = changed[op.stream[s] / 64];
      const std::uint64_t bit = std::uint64_t{1} << (op.stream[s] % 64);
      if ((word & bit) != 0)
        op.loads_scratch = static_cast<std::uint8_t>(op.loads_scratch | 1U << s);
      word |= bit;
      c.touches_slots = true;
    }
    c.has_user_code = c.has_user_code || from.kernel == outside;
    c.ops.push_back(op);
    c.recorded.push_back(k);
  }
  const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
  for (std::uint32_t k = 0; k < body; ++k) {
    const bool user = c.ops[k].kernel == outside;
    if (user || c.segments.empty() || c.segments.back().user) c.segments.push_back({k, k, user});
    c.segments.back().last = k + 1;
  }
  // Neighbours become pairs where there is a kernel for both, inside a segment.
  for (std::uint32_t k = 0; k + 1 < body; ++k) {
    isa::op& first = c.ops[k];
    const isa::op& second = c.ops[k + 1];
    if (first.converts || second.converts || !isa::is_pair(first.kernel, second.kernel)) continue;
    first.code = isa::code_of(first.kernel, second.kernel);
    first.length = 2;
    ++k;
  }
  std::vector<std::uint16_t> kernels;
  bool plain = true;
  for (std::uint32_t k = 0; k < body; ++k) {
    kernels.push_back(c.ops[k].kernel);
    plain = plain && !c.ops[k].converts;
  }
  if (plain) c.pattern = isa::find_pattern(kernels.data(), kernels.size());
  c.silent =
      body > 0 && c.ops[body - 1].kernel == static_cast<std::uint16_t>(kernels::kernel_id::silent);
  return c;
}

}  // namespace

bool recorded_op::same_shape(const recorded_op& o) const {
  return kernel == o.kernel && slots == o.slots && per_leaf == o.per_leaf && only == o.only &&
         run == o.run && bytes == o.bytes &&
         std::equal(first_leaf.begin(), first_leaf.begin() + slots, o.first_leaf.begin());
}

bool lowering::is_of(std::span<const recorded_op> ops, std::uint32_t number_of_terms) const {
  return terms == number_of_terms && signature.size() == ops.size() &&
         std::equal(ops.begin(), ops.end(), signature.begin(),
                    [](const recorded_op& a, const recorded_op& b) { return a.same_shape(b); });
}

lowering lower(std::span<const recorded_op> ops, std::uint32_t terms, const step_plan& plan,
               std::span<const dtype> state_types) {
  lowering result;
  result.signature.assign(ops.begin(), ops.end());
  result.terms = terms;
  for (const recorded_op& op : ops) {
    const std::size_t count = op.kernel == outside ? 0 : op.bytes / sizeof(double);
    result.scalars.push_back(static_cast<std::uint32_t>(result.scalar_count));
    result.strides.push_back(op.per_leaf ? static_cast<std::uint32_t>(count) : 0);
    result.scalar_count += op.per_leaf ? count * plan.leaves.size() : count;
  }
  std::vector<std::string> keys;
  for (std::size_t leaf = 0; leaf < plan.leaves.size(); ++leaf) {
    const std::string key = class_key(ops, leaf, plan, state_types);
    const auto found = std::find(keys.begin(), keys.end(), key);
    result.class_of.push_back(static_cast<std::uint32_t>(found - keys.begin()));
    if (found != keys.end()) continue;
    keys.push_back(key);
    result.classes.push_back(make_class(ops, terms, leaf, plan, state_types, result));
  }
  return result;
}

const lowering& lowering_cache::find(std::span<const recorded_op> ops, std::uint32_t terms,
                                     const step_plan& plan, std::span<const dtype> state_types) {
  for (const auto& entry : entries_) {
    if (entry->is_of(ops, terms)) return *entry;
  }
  entries_.push_back(std::make_unique<lowering>(lower(ops, terms, plan, state_types)));
  return *entries_.back();
}

}  // namespace optaxx::exec
