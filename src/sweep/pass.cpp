// What a pass does with memory, on all threads. The time of a step goes here.
#include "sweep/pass.hpp"

#include <algorithm>
#include <array>
#include <cstring>

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
  const std::size_t total = code_->first_block.back();
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
  const std::size_t bytes = plan_->leaves[leaf].elements * c.element_size;
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
  return static_cast<std::size_t>(distance) / c.element_size;
}

void pass::run_blocks(std::size_t first, std::size_t last, std::byte* scratch) noexcept {
  if (first == last) return;
  const std::vector<std::size_t>& first_block = code_->first_block;
  std::size_t leaf = 0;
  if (first != 0) {
    leaf =
        static_cast<std::size_t>(std::upper_bound(first_block.begin(), first_block.end(), first) -
                                 first_block.begin()) -
        1;
  }
  for (std::size_t block = first; block < last; ++leaf) {
    const std::size_t end = std::min(last, first_block[leaf + 1]);
    if (end <= block) continue;
    if (end_ == isa::finish::accumulate) {
      for (; block < end; ++block) reduce_block(leaf, block - first_block[leaf], scratch);
      continue;
    }
    const std::size_t first_leaf = leaf;
    const std::size_t begin = (block - first_block[leaf]) * isa::block_elements;
    block = end;
    std::size_t before = 0;  // elements of the leaves before this one
    while (block < last && block == first_block[leaf + 1]) {
      const std::size_t step = joints_[leaf];
      if (step == 0) break;
      before += step;
      block = std::min(last, first_block[++leaf + 1]);
    }
    const std::size_t elements =
        std::min(plan_->leaves[leaf].elements, (block - first_block[leaf]) * isa::block_elements);
    run_piece(first_leaf, begin, before + elements, scratch);
  }
}

double* pass::lanes_in(std::byte* scratch) const noexcept {
  return reinterpret_cast<double*>(scratch + tile_memory::bytes(code_->most_streams));
}

std::byte* pass::operand_tile_in(std::byte* scratch, std::size_t operand) const noexcept {
  return reinterpret_cast<std::byte*>(lanes_in(scratch) + code_->terms * isa::virtual_lanes) +
         operand * tile_memory::tile_bytes;
}

std::byte* pass::values_in(std::byte* scratch) const noexcept {
  return operand_tile_in(scratch, code_->most_operands);
}

std::byte** pass::streams_in(std::byte* scratch) const noexcept {
  const std::size_t tiles = dry_ && end_ == isa::finish::store ? values_tiles : 0;
  return reinterpret_cast<std::byte**>(operand_tile_in(scratch, code_->most_operands + tiles));
}

tile_runner pass::tiles_of(const leaf_class& c, std::byte* scratch) const noexcept {
  return {{*isa_, ops_, pool_, dry_}, c, tile_memory::at(scratch, code_->most_streams)};
}

OPTAXX_INLINE isa::run pass::run_of(const leaf_class& c, std::size_t leaf, std::size_t begin,
                                    std::size_t end, std::byte* scratch) const noexcept {
  const std::size_t size = c.element_size;
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

namespace {

// Numbers of a run's units, one for each of its elements.
void spread(const axis_runs::run& run, const std::byte* units, std::size_t size, std::byte* to) {
  const std::byte* const from = units + run.unit * size;
  if (run.step == 1) {
    std::memcpy(to, from, run.elements * size);
  } else if (size == sizeof(float)) {
    std::uint32_t bits;
    std::memcpy(&bits, from, sizeof bits);
    std::fill_n(reinterpret_cast<std::uint32_t*>(to), run.elements, bits);
  } else {
    for (std::size_t i = 0; i < run.elements; ++i) std::memcpy(to + i * size, from, size);
  }
}

}  // namespace

void pass::place_operands(const leaf_class& c, std::size_t end, isa::run& r,
                          std::byte* scratch) const noexcept {
  constexpr std::size_t worth_a_tile = 64;
  const bool in_vectors = !c.narrow && !c.has_user_code;
  std::size_t to = end;
  bool spreads = false;
  std::array<axis_runs::run, 8> known;
  for (std::size_t k = 0; k < c.operands.size(); ++k) {
    const axis_runs::run run =
        operands_[c.operands[k].operand].runs_of_leaf(r.leaf).run_at(r.begin, to);
    if (k < known.size()) known[k] = run;
    std::size_t behind = r.begin + run.elements;
    if (behind == to && (run.step == 1 || in_vectors)) continue;
    behind -= behind % c.block;
    const bool cuts = run.elements >= worth_a_tile && behind > r.begin &&
                      (run.step == 1 || in_vectors) &&
                      // A sum takes a tile from its first lane on.
                      (end_ != isa::finish::accumulate || behind % isa::virtual_lanes == 0);
    cuts ? void(to = behind) : void(spreads = true);
  }
  if (spreads) to = std::min(to, r.begin + isa::tile_elements);
  r.elements = to - r.begin;
  std::byte** const streams = streams_in(scratch);
  std::copy_n(r.streams, c.streams.size(), streams);
  r.streams = streams;
  for (std::size_t k = 0; k < c.operands.size(); ++k) {
    const auto& o = c.operands[k];
    const operand& read = operands_[o.operand];
    const axis_runs& runs = read.runs_of_leaf(r.leaf);
    const std::size_t size = size_of(o.storage);
    const auto* const units = static_cast<const std::byte*>(read.of_leaf(r.leaf).data());
    axis_runs::run first = k < known.size() ? known[k] : runs.run_at(r.begin, to);
    first.elements = std::min(first.elements, r.elements);
    std::byte* values = operand_tile_in(scratch, k);
    if (first.step == 1 && first.elements == r.elements) {
      values = const_cast<std::byte*>(units) + first.unit * size;
    } else if (first.elements == r.elements && in_vectors && o.stream < 64) {
      r.one_number |= std::uint64_t{1} << o.stream;
      first.elements = isa::most_lanes;
      spread(first, units, size, values);
    } else {
      runs.for_each_run(r.begin, to, [&](const axis_runs::run& run) {
        spread(run, units, size, values + (run.element - r.begin) * size);
      });
    }
    // As if the stream began with the leaf.
    streams[o.stream] =
        reinterpret_cast<std::byte*>(reinterpret_cast<std::uintptr_t>(values) - r.begin * size);
  }
}

template <class F>
void pass::for_each_tile(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                         std::byte* scratch, const F& f) const noexcept {
  for (std::size_t at = begin; at < end;) {
    isa::run r = tile_of(c, leaf, at, std::min(end, at + isa::tile_elements), scratch);
    if (!c.operands.empty()) place_operands(c, at + r.elements, r, scratch);
    f(r);
    at += r.elements;
  }
}

template <class F>
void pass::for_each_run(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                        std::size_t most, std::byte* scratch, const F& f) const noexcept {
  for (std::size_t at = begin; at < end;) {
    isa::run r = run_of(c, leaf, at, std::min(end, at + most), scratch);
    if (!c.operands.empty()) place_operands(c, at + r.elements, r, scratch);
    f(r);
    at += r.elements;
  }
}

const std::byte* pass::evaluate(std::size_t leaf, std::size_t begin, std::size_t end,
                                std::byte* scratch) const noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  const std::size_t size = size_of(c.type);
  if (c.ops.empty() && !c.narrow) return memory_[leaf].in + begin * size;
  std::byte* const values = values_in(scratch);
  const tile_runner tiles = tiles_of(c, scratch);
  const bool rounds = c.narrow && is_narrow(c.out);
  std::byte* const rounded = values + tile_memory::tile_bytes;
  std::byte* const beyond = rounded + isa::tile_elements * sizeof(float);
  // Blocks are run as a whole.
  const std::size_t first = begin - begin % c.block;
  const std::size_t last =
      std::min(plan_->leaves[leaf].elements, end + (c.block - end % c.block) % c.block);
  for_each_tile(c, leaf, first, last, scratch, [&](isa::run& r) {
    const std::size_t from = std::max(begin, r.begin);
    const std::size_t until = std::min(end, r.begin + r.elements);
    const bool whole = until - from == r.elements;
    std::byte* const to = values + (from - begin) * size;
    std::byte* const wide = whole ? to : beyond;
    r.u_out = rounds ? rounded : wide;
    tiles.run(r, isa::finish::store);
    if (rounds) isa_->widen(c.out, rounded, reinterpret_cast<float*>(wide), r.elements);
    if (!whole) std::memcpy(to, beyond + (from - r.begin) * size, (until - from) * size);
  });
  return values;
}

void pass::run_piece(std::size_t leaf, std::size_t begin, std::size_t end,
                     std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  if (c.integral) return run_integers(c, leaf, begin, end);
  const isa::finish finish = end_ == isa::finish::apply && c.silent ? isa::finish::nothing : end_;
  if (finish == isa::finish::nothing && !c.touches_slots) return;
  const auto ops = static_cast<std::uint32_t>(c.ops.size());
  const bool has_loop = finish != isa::finish::nothing || c.silent;
  const bool keeps_slots = dry_ && c.touches_slots;
  const auto whole_loop = c.whole_loop(*isa_);
  if (whole_loop != nullptr && !keeps_slots && has_loop) {
    isa::program p = c.program(0, ops, finish, false);
    p.pattern = c.pattern;
    whole_loop(p, run_of(c, leaf, begin, end, scratch));
    return;
  }
  if (!c.narrow && !c.has_user_code && !keeps_slots) {
    isa::program p = c.program(0, ops, finish, false);
    p.pattern = c.pattern;
    if (c.operands.empty()) {
      c.call(*isa_, p, run_of(c, leaf, begin, end, scratch));
    } else {
      for_each_run(c, leaf, begin, end, end, scratch,
                   [&](const isa::run& r) { c.call(*isa_, p, r); });
    }
    return;
  }
  const tile_runner tiles = tiles_of(c, scratch);
  for_each_tile(c, leaf, begin, end, scratch, [&](const isa::run& r) { tiles.run(r, finish); });
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
    for_each_tile(c, leaf, begin, end, scratch, [&](isa::run& r) {
      r.lanes = lanes;
      tiles.accumulate(r);
    });
  } else {
    const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
    isa::program p = c.program(0, body, isa::finish::accumulate, dry_);
    p.terms = c.ops.data() + body;
    p.terms_size = c.terms;
    // Slots are changed in tiles of scratch.
    const std::size_t stride = c.touches_slots ? isa::tile_elements : isa::block_elements;
    for_each_run(c, leaf, begin, end, stride, scratch, [&](isa::run& r) {
      if (c.params_come_in) r.u_in = r.p;
      r.lanes = lanes;
      c.call(*isa_, p, r);
    });
  }
  const std::vector<std::size_t>& first_block = code_->first_block;
  const std::size_t blocks = first_block.back();
  for (std::uint32_t t = 0; t < terms; ++t) {
    block_sums_[t * blocks + first_block[leaf] + block] =
        fold_lanes(lanes + t * isa::virtual_lanes);
  }
}

void pass::leaf_sums(std::uint32_t term, const leaf_set& selection, double* out) noexcept {
  const std::vector<std::size_t>& first_block = code_->first_block;
  const std::size_t blocks = first_block.back();
  for (const std::uint32_t leaf : selection.positions) {
    if (code_->classes[code_->class_of[leaf]].integral) {
      *out++ = 0.0;
      continue;
    }
    double* const sums = block_sums_.data() + term * blocks + first_block[leaf];
    const double sum = fold_blocks(sums, first_block[leaf + 1] - first_block[leaf]);
    *out++ = detail::rounded_element(code_->term_type(leaf, term), sum);
  }
}

}  // namespace optaxx::exec
