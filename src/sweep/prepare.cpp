// What a pass needs before it runs: this step's numbers and addresses.
#include <bit>
#include <cstring>
#include <string>

#include "core/arena.hpp"
#include "core/element.hpp"
#include "isa/dispatch.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/small_floats.hpp"
#include "sweep/pass.hpp"
#include "sweep/threads.hpp"

namespace optaxx::exec {
namespace {

// An array of the state that is not what init made.
[[noreturn]] void refuse_slot(const pass_inputs& in, std::uint32_t state_leaf, std::size_t leaf,
                              std::size_t elements) {
  const array& a = in.slot_values(state_leaf);
  const step_plan& plan = *in.plan;
  const std::string name = "update: state" + in.state->structure()->accessor(state_leaf);
  if (a.size() != elements && elements != plan.leaves[leaf].elements) {
    throw tree_mismatch(name + " has shape " + a.shape().text() + ", expected " +
                        shape{static_cast<std::int64_t>(elements)}.text());
  }
  if (a.size() != elements) {
    throw tree_mismatch(name + " has shape " + a.shape().text() + ", params" +
                        plan.structure->accessor(leaf) + " has " + plan.leaves[leaf].shape.text());
  }
  throw tree_mismatch(name + " is " + std::string(name_of(a.dtype())) + ", expected " +
                      std::string(name_of(in.dtypes->now()[state_leaf])));
}

}  // namespace

void pass::prepare(const lowering& code, const pass_inputs& in, isa::finish end, bool dry) {
  keep(code_, &code);
  keep(plan_, in.plan);
  keep(isa_, &isa::current());
  keep(pool_, in.pool);
  keep(end_, end);
  keep(dry_, dry);
  if (ops_.data() != in.ops.data() || ops_.size() != in.ops.size()) ops_ = in.ops;
  if (code.most_operands != 0) operands_ = in.operands;
  fill_scalars(in);
  fill_trees(in);
  fill_addresses(in);
  if (joints_.size() != plan_->leaves.size()) joints_.resize(plan_->leaves.size());
  keep(parts_, threads_for(code.elements));
  if (end == isa::finish::accumulate) block_sums_.resize(code.terms * code.first_block.back());

  keep(scratch_bytes_, scratch_bytes());
  if (scratch_size_ < parts_ * scratch_bytes_) {
    scratch_ = detail::allocate(parts_ * scratch_bytes_);
    scratch_size_ = parts_ * scratch_bytes_;
  }
}

std::size_t pass::scratch_bytes() const noexcept {
  const std::size_t lanes = code_->terms * isa::virtual_lanes * sizeof(double);
  const std::size_t tiles =
      code_->most_operands + (dry_ && end_ == isa::finish::store ? values_tiles : 0);
  const std::size_t streams = code_->most_operands == 0 ? 0 : code_->most_streams;
  return tile_memory::bytes(code_->most_streams) + lanes + tiles * tile_memory::tile_bytes +
         detail::padded(streams * sizeof(std::byte*));
}

// As the arrays that it may meet round it.
void pass::round_scalar(std::size_t i) noexcept {
  const std::span<const isa::storage> all = isa::float_storages();
  for (std::size_t k = 1; k < all.size(); ++k) {
    scalars_f32_[k * sections_.count + i] = detail::number_for(all[k].type, scalars_f32_[i]);
  }
}

void pass::fill_scalars(const pass_inputs& in) {
  const std::size_t count = code_->scalar_count;
  const bool x64 = plan_->x64;
  const scalar_sections sections{count, code_->scalar_sections};
  if (!(sections == sections_)) {
    scalars_f32_.assign(count * sections.number, 0.0F);
    sections_ = sections;
  }
  if (x64) scalars_f64_.resize(count);
  float* const f32 = scalars_f32_.data();
  const auto put_f32 = [&](std::size_t i, float value) {
    if (std::bit_cast<std::uint32_t>(f32[i]) == std::bit_cast<std::uint32_t>(value)) return;
    f32[i] = value;
    if (sections.number != 1) round_scalar(i);
  };
  const auto put_numbers = [&](std::size_t at, const std::byte* from, std::size_t bytes) {
    const std::size_t n = bytes / sizeof(double);
    const auto number = [from](std::size_t i) {
      double value;
      std::memcpy(&value, from + i * sizeof value, sizeof value);
      return value;
    };
    for (std::size_t i = 0; i < n; ++i) put_f32(at + i, static_cast<float>(number(i)));
    for (std::size_t i = 0; x64 && i < n; ++i) scalars_f64_[at + i] = number(i);
  };
  // The caller's recording has the shape of the signature, and its own places in the pool.
  for (std::size_t k = 0; k < in.ops.size(); ++k) {
    const recorded_op& op = in.ops[k];
    if (op.kernel == outside) continue;
    const std::byte* from = in.pool + op.data;
    if (!op.per_leaf) {
      put_numbers(code_->scalars[k], from, op.bytes);
      continue;
    }
    const leaf_set& set = op.only != nullptr ? *op.only : plan_->all;
    for (const std::uint32_t position : set.positions) {
      put_numbers(code_->scalars[k] + position * code_->strides[k], from, op.bytes);
      from += op.bytes;
    }
  }
}

// Where gradients and parameters lie.
void pass::fill_trees(const pass_inputs& in) {
  const trees_known now{in.source_version, in.params == nullptr ? 0 : in.params_version};
  const bool known = now.source != 0 && (now.params != 0 || in.params == nullptr);
  if (known && now == trees_) return;
  trees_ = {};
  const std::size_t leaves = plan_->leaves.size();
  memory_.resize(leaves);
  trees_padded_ = true;
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    put(memory_[leaf].in, static_cast<const std::byte*>(in.source[leaf].data()));
    trees_padded_ = trees_padded_ && in.source[leaf].padded();
    const array* const p = in.params == nullptr ? nullptr : &in.params->leaves()[leaf];
    put(memory_[leaf].p,
        p == nullptr ? nullptr : static_cast<std::byte*>(const_cast<void*>(p->data())));
    trees_padded_ = trees_padded_ && (p == nullptr || p->padded());
  }
  if (known) trees_ = now;
}

void pass::fill_addresses(const pass_inputs& in) {
  keep(stores_, false);
  const slots_known now{code_->id, in.state_version};
  if (now.state != 0 && now == slots_) return keep(padded_, trees_padded_ && slots_padded_);
  slots_ = {};
  const std::span<array> state = in.state->leaves();
  addresses_.resize(code_->slot_arrays.size());
  bool padded = true;
  std::byte** place = addresses_.data();
  for (const auto& [leaf, state_leaf, reads, elements] : code_->slot_arrays) {
    if (reads) {
      *place++ = nullptr;  // a tile's are its own
      continue;
    }
    array& a = in.moved.empty() ? state[state_leaf] : in.slot_values(state_leaf);
    if (a.size() != elements || a.dtype() != in.dtypes->now()[state_leaf]) [[unlikely]]
      refuse_slot(in, state_leaf, leaf, elements);
    padded = padded && a.padded();
    put(*place++, static_cast<std::byte*>(dry_ ? const_cast<void*>(a.data()) : a.mutable_data()));
  }
  slots_padded_ = padded;
  keep(padded_, trees_padded_ && padded);
  if (now.state != 0) slots_ = now;
}

void pass::store_to(std::span<array> out) {
  keep(stores_, true);
  bool padded = padded_;
  for (std::size_t i = 0; i < out.size(); ++i) {
    put(memory_[i].out, static_cast<std::byte*>(out[i].mutable_data()));
    padded = padded && out[i].padded();
  }
  keep(padded_, padded);
}

void pass::store_to(std::size_t leaf, array& out) {
  keep(stores_, true);
  keep(padded_, padded_ && out.padded());
  put(memory_[leaf].out, static_cast<std::byte*>(out.mutable_data()));
}

}  // namespace optaxx::exec
