#include "sweep/pass.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "core/arena.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "core/inline.hpp"
#include "isa/dispatch.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/core/small_floats.hpp"
#include "sweep/reduce.hpp"
#include "sweep/threads.hpp"

namespace optaxx::exec {
namespace {

std::size_t blocks_of(std::size_t elements) {
  return (elements + isa::block_elements - 1) / isa::block_elements;
}

// An array of the state that is not what init made.
[[noreturn]] void refuse_slot(const pass_inputs& in, std::uint32_t state_leaf, std::size_t leaf) {
  const array& a = in.slot_values(state_leaf);
  const step_plan& plan = *in.plan;
  const std::string name = "update: state" + in.state->structure()->accessor(state_leaf);
  if (a.size() != plan.leaves[leaf].elements) {
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
  const std::size_t leaves = plan_->leaves.size();
  fill_scalars(in);
  fill_trees(in);
  fill_addresses(in);

  if (first_block_.size() != leaves + 1) {
    joints_.resize(leaves);
    first_block_.assign(1, 0);
    for (const leaf_info& leaf : plan_->leaves)
      first_block_.push_back(first_block_.back() + blocks_of(leaf.elements));
  }
  keep(parts_, threads_for(plan_->elements));
  if (end == isa::finish::accumulate) block_sums_.resize(code.terms * first_block_.back());

  keep(scratch_bytes_, scratch_bytes());
  if (scratch_size_ < parts_ * scratch_bytes_) {
    scratch_ = detail::allocate(parts_ * scratch_bytes_);
    scratch_size_ = parts_ * scratch_bytes_;
  }
}

void pass::fill_scalars(const pass_inputs& in) {
  const std::size_t count = code_->scalar_count;
  const bool narrow = code_->narrow;
  const bool x64 = plan_->x64;
  scalars_f32_.resize(count * (narrow ? 3 : 1));
  if (x64) scalars_f64_.resize(count);
  float* const f32 = scalars_f32_.data();
  const auto put_f32 = [](float& place, float value) {
    if (std::bit_cast<std::uint32_t>(place) != std::bit_cast<std::uint32_t>(value)) place = value;
  };
  const auto put_numbers = [&](std::size_t at, const std::byte* from, std::size_t bytes) {
    const std::size_t n = bytes / sizeof(double);
    const auto number = [from](std::size_t i) {
      double value;
      std::memcpy(&value, from + i * sizeof value, sizeof value);
      return value;
    };
    for (std::size_t i = 0; i < n; ++i) put_f32(f32[at + i], static_cast<float>(number(i)));
    for (std::size_t i = at; narrow && i < at + n; ++i) {
      put_f32(f32[count + i], detail::number_for(dtype::bf16, f32[i]));
      put_f32(f32[2 * count + i], detail::number_for(dtype::f16, f32[i]));
    }
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
  for (const auto& [leaf, state_leaf] : code_->slot_arrays) {
    array& a = in.moved.empty() ? state[state_leaf] : in.slot_values(state_leaf);
    if (a.size() != plan_->leaves[leaf].elements || a.dtype() != in.dtypes->now()[state_leaf])
        [[unlikely]] {
      refuse_slot(in, state_leaf, leaf);
    }
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

void pass::run() noexcept {
  find_joints();
  std::byte* const scratch = static_cast<std::byte*>(scratch_.get());
  const std::size_t total = first_block_.back();
  if (parts_ == 1) return run_blocks(0, total, scratch);
  // Parts are contiguous ranges of blocks, the same at every step.
  auto part = [this, scratch, total](std::size_t i) {
    const flush_guard guard;
    run_blocks(total * i / parts_, total * (i + 1) / parts_, scratch + i * scratch_bytes_);
  };
  run_chunks(parts_, part);
}

void pass::find_joints() noexcept {
  const joint_reason now{code_->id, padded_, stores_, dry_};
  if (!moved_ && now == joints_for_) return;
  for (std::size_t leaf = 0; leaf < memory_.size(); ++leaf) joints_[leaf] = joint(leaf);
  joints_for_ = now;
  moved_ = false;
}

std::size_t pass::joint(std::size_t leaf) const noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  if (leaf + 1 == memory_.size() || dry_ || !c.joins ||
      code_->class_of[leaf] != code_->class_of[leaf + 1]) {
    return 0;
  }
  const leaf_memory& here = memory_[leaf];
  const leaf_memory& next = memory_[leaf + 1];
  const std::size_t bytes = plan_->leaves[leaf].elements * c.element_size();
  const std::ptrdiff_t distance = next.in - here.in;
  const bool adjoins = distance == static_cast<std::ptrdiff_t>(bytes) ||
                       (padded_ && distance == static_cast<std::ptrdiff_t>(detail::padded(bytes)));
  if (!adjoins || (here.p != nullptr && next.p - here.p != distance) ||
      (stores_ && next.out - here.out != distance)) {
    return 0;
  }
  const std::size_t streams = c.streams.size();
  std::byte* const* const slots = addresses_.data() + code_->table_of[leaf];
  for (const isa::op& op : c.ops) {
    for (std::size_t i = 0; i < op.slots; ++i) {
      const std::size_t s = op.stream[i];
      if (slots[streams + s] - slots[s] != distance) return 0;
    }
  }
  return static_cast<std::size_t>(distance) / c.element_size();
}

void pass::run_blocks(std::size_t first, std::size_t last, std::byte* scratch) noexcept {
  if (first == last) return;
  std::size_t leaf = 0;
  if (first != 0) {
    leaf =
        static_cast<std::size_t>(std::upper_bound(first_block_.begin(), first_block_.end(), first) -
                                 first_block_.begin()) -
        1;
  }
  for (std::size_t block = first; block < last; ++leaf) {
    const std::size_t end = std::min(last, first_block_[leaf + 1]);
    if (end <= block) continue;
    if (end_ == isa::finish::accumulate) {
      for (; block < end; ++block) reduce_block(leaf, block - first_block_[leaf], scratch);
      continue;
    }
    const std::size_t first_leaf = leaf;
    const std::size_t begin = (block - first_block_[leaf]) * isa::block_elements;
    block = end;
    std::size_t before = 0;  // elements of the leaves before this one
    while (block < last && block == first_block_[leaf + 1]) {
      const std::size_t step = joints_[leaf];
      if (step == 0) break;
      before += step;
      block = std::min(last, first_block_[++leaf + 1]);
    }
    const std::size_t elements =
        std::min(plan_->leaves[leaf].elements, (block - first_block_[leaf]) * isa::block_elements);
    run_piece(first_leaf, begin, before + elements, scratch);
  }
}

std::size_t pass::scratch_bytes() const noexcept {
  return tile_memory::bytes(code_->most_streams) +
         code_->terms * isa::virtual_lanes * sizeof(double);
}

double* pass::lanes_in(std::byte* scratch) const noexcept {
  return reinterpret_cast<double*>(scratch + tile_memory::bytes(code_->most_streams));
}

tile_runner pass::tiles_of(const leaf_class& c, std::byte* scratch) const noexcept {
  return {{*isa_, ops_, pool_, dry_}, c, tile_memory::at(scratch, code_->most_streams)};
}

OPTAXX_INLINE isa::run pass::run_of(const leaf_class& c, std::size_t leaf, std::size_t begin,
                                    std::size_t end, std::byte* scratch) const noexcept {
  const std::size_t size = c.element_size();
  const leaf_memory& at = memory_[leaf];
  isa::run r{};
  r.begin = begin;
  r.elements = end - begin;
  r.u_in = at.in + begin * size;
  r.u_out = stores_ ? at.out + begin * size : nullptr;
  r.p = at.p == nullptr ? nullptr : at.p + begin * size;
  r.streams = addresses_.data() + code_->table_of[leaf];
  r.scratch = scratch;
  r.scalars =
      c.type == dtype::f64 ? static_cast<const void*>(scalars_f64_.data()) : scalars_f32_.data();
  r.leaf = leaf;
  return r;
}

// The same, of arrays that may be stored otherwise than the code sees them.
isa::run pass::tile_of(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                       std::byte* scratch) const noexcept {
  isa::run r = run_of(c, leaf, begin, end, scratch);
  const leaf_memory& at = memory_[leaf];
  r.u_in = at.in + begin * size_of(c.source);
  if (stores_) r.u_out = at.out + begin * size_of(c.out);
  if (at.p != nullptr) r.p = at.p + begin * size_of(c.param);
  return r;
}

void pass::run_piece(std::size_t leaf, std::size_t begin, std::size_t end,
                     std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  if (c.integral) return run_integers(c, leaf, begin, end);
  const isa::finish finish = end_ == isa::finish::apply && c.silent ? isa::finish::nothing : end_;
  if (finish == isa::finish::nothing && !c.touches_slots) return;
  const auto ops = static_cast<std::uint32_t>(c.ops.size());
  const bool has_loop = finish != isa::finish::nothing || c.silent;
  if (c.all_bf16 && !dry_ && has_loop) {
    isa::program p = c.program(0, ops, finish, dry_);
    p.pattern = c.pattern;
    isa_->run_bf16(p, run_of(c, leaf, begin, end, scratch));
    return;
  }
  if (!c.narrow && !c.has_user_code && !(dry_ && c.touches_slots)) {
    isa::program p = c.program(0, ops, finish, dry_);
    if (!dry_) p.pattern = c.pattern;
    c.call(*isa_, p, run_of(c, leaf, begin, end, scratch));
    return;
  }
  const tile_runner tiles = tiles_of(c, scratch);
  for (std::size_t at = begin; at < end; at += isa::tile_elements)
    tiles.run(tile_of(c, leaf, at, std::min(end, at + isa::tile_elements), scratch), finish);
}

void pass::reduce_block(std::size_t leaf, std::size_t block, std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  const std::uint32_t terms = code_->terms;
  if (c.terms == 0) return;  // no leaf of the reduction's
  double* const lanes = lanes_in(scratch);
  std::fill_n(lanes, terms * isa::virtual_lanes, 0.0);

  const std::size_t begin = block * isa::block_elements;
  const std::size_t end = std::min(begin + isa::block_elements, plan_->leaves[leaf].elements);
  if (c.narrow || c.has_user_code) {
    const tile_runner tiles = tiles_of(c, scratch);
    for (std::size_t at = begin; at < end; at += isa::tile_elements) {
      isa::run r = tile_of(c, leaf, at, std::min(end, at + isa::tile_elements), scratch);
      r.lanes = lanes;
      tiles.accumulate(r);
    }
  } else {
    const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
    isa::program p = c.program(0, body, isa::finish::accumulate, dry_);
    p.terms = c.ops.data() + body;
    p.terms_size = c.terms;
    // Slots are changed in tiles of scratch.
    const std::size_t stride = c.touches_slots ? isa::tile_elements : isa::block_elements;
    for (std::size_t at = begin; at < end; at += stride) {
      isa::run r = run_of(c, leaf, at, std::min(end, at + stride), scratch);
      r.lanes = lanes;
      c.call(*isa_, p, r);
    }
  }
  const std::size_t blocks = first_block_.back();
  for (std::uint32_t t = 0; t < terms; ++t) {
    block_sums_[t * blocks + first_block_[leaf] + block] =
        fold_lanes(lanes + t * isa::virtual_lanes);
  }
}

void pass::leaf_sums(std::uint32_t term, const leaf_set& selection, double* out) noexcept {
  const std::size_t blocks = first_block_.back();
  for (const std::uint32_t leaf : selection.positions) {
    if (code_->classes[code_->class_of[leaf]].integral) {
      *out++ = 0.0;
      continue;
    }
    double* const sums = block_sums_.data() + term * blocks + first_block_[leaf];
    const double sum = fold_blocks(sums, first_block_[leaf + 1] - first_block_[leaf]);
    *out++ = detail::rounded_element(code_->term_type(leaf, term), sum);
  }
}

}  // namespace optaxx::exec
