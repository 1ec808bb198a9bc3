// What a pass does with memory, on all threads. The time of a step goes here.
#include "sweep/pass.hpp"

#include <algorithm>

#include "core/arena.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "core/inline.hpp"
#include "sweep/reduce.hpp"
#include "sweep/threads.hpp"

namespace optaxx::exec {

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
