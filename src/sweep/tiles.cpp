// What a pass does with a piece of a leaf: where the leaf is not float32 or float64, or a user's
// code or a slot that must not be written is in the way, tile by tile.
#include <algorithm>
#include <cstring>

#include "core/element.hpp"
#include "core/inline.hpp"
#include "isa/dispatch.hpp"
#include "sweep/pass.hpp"
#include "sweep/reduce.hpp"

namespace optaxx::exec {
namespace {

constexpr std::size_t tile_bytes = isa::tile_elements * sizeof(double);

}  // namespace

std::size_t pass::scratch_bytes() const {
  return (code_->most_streams + 3) * tile_bytes +
         code_->terms * isa::virtual_lanes * sizeof(double);
}

OPTAXX_INLINE pass::part_memory pass::memory_at(std::byte* scratch) const noexcept {
  std::byte* const u = scratch + code_->most_streams * tile_bytes;
  return {scratch, u, u + tile_bytes, u + 2 * tile_bytes,
          reinterpret_cast<double*>(u + 3 * tile_bytes)};
}

OPTAXX_INLINE isa::program pass::program_of(const leaf_class& c, std::uint32_t first,
                                            std::uint32_t last, isa::finish end) const noexcept {
  return {c.ops.data() + first, last - first, nullptr, 0, end, dry_ || c.narrow, -1};
}

OPTAXX_INLINE void pass::call(const leaf_class& c, const isa::program& p,
                              const isa::run& r) const noexcept {
  (c.type == dtype::f64 ? isa_->run_f64 : isa_->run_f32)(p, r);
}

// Elements from one float type to another, each rounded once.
void pass::convert(dtype from, const void* source, dtype to, void* target,
                   std::size_t n) const noexcept {
  if (from == to) {
    std::memcpy(target, source, n * size_of(from));
  } else if (is_narrow(from) && to == dtype::f32) {
    isa_->widen(from, source, static_cast<float*>(target), n);
  } else if (from == dtype::f32 && is_narrow(to)) {
    isa_->narrow(to, static_cast<const float*>(source), target, n);
  } else {
    for (std::size_t i = 0; i < n; ++i)
      detail::store_element(to, target, i, detail::load_element(from, source, i));
  }
}

void pass::round_tile(dtype type, std::byte* tile, std::size_t n) const noexcept {
  if (!is_narrow(type)) return;
  std::uint16_t bits[isa::tile_elements];
  isa_->narrow(type, reinterpret_cast<const float*>(tile), bits, n);
  isa_->widen(type, bits, reinterpret_cast<float*>(tile), n);
}

OPTAXX_INLINE isa::run pass::run_of(const leaf_class& c, std::size_t leaf, std::size_t begin,
                                    std::size_t end, const part_memory& m) const noexcept {
  const std::size_t size = c.element_size();
  const leaf_memory& at = memory_[leaf];
  isa::run r{};
  r.begin = begin;
  r.elements = end - begin;
  r.u_in = at.in + begin * size;
  r.u_out = stores_ ? at.out + begin * size : nullptr;
  r.p = at.p == nullptr ? nullptr : at.p + begin * size;
  r.streams = addresses_.data() + code_->table_of[leaf];
  r.scratch = m.slots;
  r.scalars =
      c.type == dtype::f64 ? static_cast<const void*>(scalars_f64_.data()) : scalars_f32_.data();
  r.leaf = leaf;
  return r;
}

void pass::run_piece(std::size_t leaf, std::size_t begin, std::size_t end,
                     std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  if (c.integral) return run_integers(c, leaf, begin, end);
  const isa::finish finish = end_ == isa::finish::apply && c.silent ? isa::finish::nothing : end_;
  if (finish == isa::finish::nothing && !c.touches_slots) return;
  const part_memory m = memory_at(scratch);
  const bool has_loop = finish != isa::finish::nothing || c.silent;
  if (c.all_bf16 && !dry_ && has_loop) {
    isa::program p = program_of(c, 0, static_cast<std::uint32_t>(c.ops.size()), finish);
    p.pattern = c.pattern;
    isa_->run_bf16(p, run_of(c, leaf, begin, end, m));
    return;
  }
  if (!c.narrow && !c.has_user_code && !(dry_ && c.touches_slots)) {
    isa::program p = program_of(c, 0, static_cast<std::uint32_t>(c.ops.size()), finish);
    if (!dry_) p.pattern = c.pattern;
    call(c, p, run_of(c, leaf, begin, end, m));
    return;
  }
  for (std::size_t at = begin; at < end; at += isa::tile_elements) {
    const std::size_t to = std::min(end, at + isa::tile_elements);
    if (c.narrow) {
      run_narrow_tile(c, leaf, at, to, finish, m);
    } else {
      run_tile(c, run_of(c, leaf, at, to, m), finish, m);
    }
  }
}

// A piece of a leaf as float32: the update, the parameter if it is looked at, and all slots.
isa::run pass::widen_tile(const leaf_class& c, std::size_t leaf, std::size_t begin, std::size_t end,
                          bool with_params, const part_memory& m) const noexcept {
  isa::run r = run_of(c, leaf, begin, end, m);
  const leaf_memory& at = memory_[leaf];
  convert(c.source, at.in + begin * size_of(c.source), dtype::f32, m.u, r.elements);
  r.u_in = m.u;
  r.u_out = m.u;
  r.p = nullptr;
  if (with_params && at.p != nullptr) {
    convert(c.param, at.p + begin * size_of(c.param), dtype::f32, m.p, r.elements);
    r.p = m.p;
  }
  for (const auto& [stream, storage] : c.slot_tiles) {
    convert(storage, r.streams[stream] + begin * size_of(storage), dtype::f32,
            slot_tile(stream, dtype::f32, m), r.elements);
  }
  return r;
}

void pass::run_narrow_tile(const leaf_class& c, std::size_t leaf, std::size_t begin,
                           std::size_t end, isa::finish finish, const part_memory& m) noexcept {
  const bool applies = finish == isa::finish::apply;
  const isa::run r = widen_tile(c, leaf, begin, end, c.sees_params || applies, m);
  run_tile(c, r, finish, m);
  const leaf_memory& at = memory_[leaf];
  if (applies) {
    convert(dtype::f32, m.p, c.param, at.p + begin * size_of(c.param), r.elements);
  } else if (finish == isa::finish::store) {
    convert(dtype::f32, m.u, c.out, at.out + begin * size_of(c.out), r.elements);
  }
  if (dry_) return;
  for (const auto& [stream, storage] : c.slot_tiles) {
    convert(dtype::f32, slot_tile(stream, dtype::f32, m), storage,
            r.streams[stream] + begin * size_of(storage), r.elements);
  }
}

std::byte* pass::slot_tile(std::size_t stream, dtype type, const part_memory& m) noexcept {
  return m.slots + stream * isa::tile_elements * size_of(type);
}

// What a slot's array would hold.
void pass::round_slots(const leaf_class& c, std::size_t n, const part_memory& m) const noexcept {
  for (const auto& [stream, storage] : c.slot_tiles)
    round_tile(storage, slot_tile(stream, dtype::f32, m), n);
}

// The program cut into segments; between them the update lies in a tile of its own.
void pass::run_tile(const leaf_class& c, isa::run r, isa::finish finish,
                    const part_memory& m) noexcept {
  void* const out = r.u_out;
  for (std::size_t k = 0; k < c.segments.size(); ++k) {
    const segment& s = c.segments[k];
    const bool is_last = k + 1 == c.segments.size();
    if (c.reuses_slots && k != 0) round_slots(c, r.elements, m);
    if (s.user) {
      if (r.u_in != m.u) std::memcpy(m.u, r.u_in, r.elements * size_of(c.type));
      run_user_op(c, s.first, r, m.u, m);
      r.u_in = m.u;
      if (!is_last) continue;
      r.u_out = out;
      call(c, program_of(c, 0, 0, finish), r);
      continue;
    }
    r.u_out = is_last ? out : m.u;
    call(c, program_of(c, s.first, s.last, is_last ? finish : isa::finish::store), r);
    r.u_in = m.u;
  }
  if (c.segments.empty()) call(c, program_of(c, 0, 0, finish), r);
}

void pass::run_user_op(const leaf_class& c, std::uint32_t k, const isa::run& r, std::byte* u,
                       const part_memory& m) const noexcept {
  const isa::op& op = c.ops[k];
  const recorded_op& recorded = ops_[c.recorded[k]];
  kernel_detail::tile t{r.elements, r.begin, u, r.p, {}};
  const auto memory_of = [&](std::size_t s) {
    return r.streams[op.stream[s]] + r.begin * size_of(op.storage[s]);
  };
  for (std::size_t s = 0; s < op.slots; ++s) {
    if (op.storage[s] == c.type && !dry_ && !c.narrow) {
      t.slots[s] = memory_of(s);
      continue;
    }
    std::byte* const tile = slot_tile(op.stream[s], c.type, m);
    t.slots[s] = tile;
    if ((dry_ || c.narrow) && (op.loads_scratch >> s & 1U) != 0) continue;
    convert(op.storage[s], memory_of(s), c.type, tile, r.elements);
  }
  const std::size_t rank = recorded.only != nullptr ? recorded.only->rank[r.leaf] : r.leaf;
  recorded.run(pool_ + recorded.data + (recorded.per_leaf ? rank * recorded.bytes : 0), c.type, t);
  if (c.narrow) return round_tile(op.update, u, r.elements);
  for (std::size_t s = 0; s < op.slots; ++s) {
    if (op.storage[s] == c.type) continue;
    std::byte* const tile = slot_tile(op.stream[s], c.type, m);
    if (!dry_) {
      convert(c.type, tile, op.storage[s], memory_of(s), r.elements);
      continue;
    }
    alignas(double) std::byte stored[tile_bytes];
    convert(c.type, tile, op.storage[s], stored, r.elements);
    convert(op.storage[s], stored, c.type, tile, r.elements);
  }
}

void pass::reduce_block(std::size_t leaf, std::size_t block, std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  const std::uint32_t terms = code_->terms;
  if (c.terms == 0) return;  // no leaf of the reduction's
  const part_memory m = memory_at(scratch);
  std::fill_n(m.lanes, terms * isa::virtual_lanes, 0.0);

  const std::size_t begin = block * isa::block_elements;
  const std::size_t end = std::min(begin + isa::block_elements, plan_->leaves[leaf].elements);
  const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
  const bool in_tiles = c.narrow || c.has_user_code || c.touches_slots;
  const std::size_t stride = in_tiles ? isa::tile_elements : isa::block_elements;
  for (std::size_t at = begin; at < end; at += stride) {
    const std::size_t to = std::min(end, at + stride);
    isa::run r =
        c.narrow ? widen_tile(c, leaf, at, to, c.sees_params, m) : run_of(c, leaf, at, to, m);
    r.lanes = m.lanes;
    if (!c.narrow && !c.has_user_code) {
      isa::program p = program_of(c, 0, body, isa::finish::accumulate);
      p.terms = c.ops.data() + body;
      p.terms_size = c.terms;
      call(c, p, r);
      continue;
    }
    // The update of this tile, then each term on a copy of it.
    r.u_out = m.u;
    run_tile(c, r, isa::finish::store, m);
    if (c.reuses_slots) round_slots(c, r.elements, m);
    for (std::uint32_t t = 0; t < c.terms; ++t) {
      isa::run one = r;
      one.u_in = m.u;
      one.lanes = m.lanes + t * isa::virtual_lanes;
      isa::program p = program_of(c, 0, 0, isa::finish::accumulate);
      if (c.ops[body + t].kernel == outside) {
        std::memcpy(m.term, m.u, one.elements * size_of(c.type));
        run_user_op(c, body + t, one, m.term, m);
        one.u_in = m.term;
      } else {
        p.terms = c.ops.data() + body + t;
        p.terms_size = 1;
      }
      call(c, p, one);
    }
  }
  const std::size_t blocks = first_block_.back();
  for (std::uint32_t t = 0; t < terms; ++t) {
    block_sums_[t * blocks + first_block_[leaf] + block] =
        fold_lanes(m.lanes + t * isa::virtual_lanes);
  }
}

}  // namespace optaxx::exec
