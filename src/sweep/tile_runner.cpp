#include "sweep/tile_runner.hpp"

#include <cstring>

#include "core/element.hpp"

namespace optaxx::exec {
namespace {

std::byte* stored(const isa::run& r, std::size_t stream, dtype storage) noexcept {
  return r.streams[stream] + r.begin * size_of(storage);
}

// A slot's numbers, and their scales.
struct stored_slot {
  std::byte* numbers;
  std::byte* scales;
};
stored_slot stored(const isa::run& r, const leaf_class::slot_tile& slot) noexcept {
  const isa::storage& as = *slot.storage;
  const std::size_t blocks = as.block == 1 ? r.begin : r.begin / as.block;
  return {r.streams[slot.stream] + blocks * as.numbers.block_bytes(),
          r.streams[slot.scales] + blocks * as.scales.block_bytes()};
}

}  // namespace

// Elements from one float type to another, each rounded once.
void tile_runner::convert(dtype from, const void* source, dtype to, void* target,
                          std::size_t n) const noexcept {
  if (from == to) {
    std::memcpy(target, source, n * size_of(from));
  } else if (to == dtype::f32) {
    isa::storage_of(from).widen(in_.isa, source, nullptr, static_cast<float*>(target), n);
  } else if (from == dtype::f32) {
    isa::storage_of(to).narrow(in_.isa, static_cast<const float*>(source), target, nullptr, n);
  } else {
    for (std::size_t i = 0; i < n; ++i)
      detail::store_element(to, target, i, detail::load_element(from, source, i));
  }
}

void tile_runner::load_slot(const leaf_class::slot_tile& slot, const isa::run& r) const noexcept {
  const auto [numbers, scales] = stored(r, slot);
  slot.storage->widen(in_.isa, numbers, scales,
                      reinterpret_cast<float*>(slot_tile(slot.stream, dtype::f32)), r.elements);
}

void tile_runner::store_slot(const leaf_class::slot_tile& slot, const isa::run& r) const noexcept {
  const auto [numbers, scales] = stored(r, slot);
  slot.storage->narrow(in_.isa, reinterpret_cast<const float*>(slot_tile(slot.stream, dtype::f32)),
                       numbers, scales, r.elements);
}

void tile_runner::round_tile(const isa::storage& as, std::byte* tile,
                             std::size_t n) const noexcept {
  if (as.block == 1 && !is_narrow(as.type)) return;
  alignas(double) std::byte numbers[isa::storage::most_bytes];
  alignas(double) std::byte scales[isa::storage::most_bytes];
  as.narrow(in_.isa, reinterpret_cast<const float*>(tile), numbers, scales, n);
  as.widen(in_.isa, numbers, scales, reinterpret_cast<float*>(tile), n);
}

void tile_runner::run(const isa::run& r, isa::finish end) const noexcept {
  if (!class_.narrow) return run_segments(r, end);
  const bool applies = end == isa::finish::apply;
  run_segments(widen(r, class_.sees_params || applies), end);
  if (applies) {
    convert(dtype::f32, memory_.p, class_.param, r.p, r.elements);
  } else if (end == isa::finish::store) {
    convert(dtype::f32, memory_.u, class_.out, r.u_out, r.elements);
  }
  if (in_.dry) return;
  for (const auto& slot : class_.slot_tiles) store_slot(slot, r);
}

// A tile as float32: the update, the parameter if it is looked at, and all slots.
isa::run tile_runner::widen(const isa::run& r, bool with_params) const noexcept {
  isa::run wide = r;
  convert(class_.source, r.u_in, dtype::f32, memory_.u, r.elements);
  wide.u_in = memory_.u;
  wide.u_out = memory_.u;
  wide.p = nullptr;
  if (with_params && r.p != nullptr) {
    convert(class_.param, r.p, dtype::f32, memory_.p, r.elements);
    wide.p = memory_.p;
  }
  for (const auto& slot : class_.slot_tiles) load_slot(slot, r);
  for (const auto& o : class_.operands) {
    convert(o.storage, stored(r, o.stream, o.storage), dtype::f32, slot_tile(o.stream, dtype::f32),
            r.elements);
  }
  return wide;
}

// What a slot's arrays would hold.
void tile_runner::round_slots(std::size_t n) const noexcept {
  for (const auto& slot : class_.slot_tiles)
    round_tile(*slot.storage, slot_tile(slot.stream, dtype::f32), n);
}

// The program cut into segments; between them the update lies in a tile of its own.
void tile_runner::run_segments(isa::run r, isa::finish end) const noexcept {
  r.scratch = memory_.slots;
  void* const out = r.u_out;
  for (std::size_t k = 0; k < class_.segments.size(); ++k) {
    const segment& s = class_.segments[k];
    const bool is_last = k + 1 == class_.segments.size();
    if (class_.reuses_slots && k != 0) round_slots(r.elements);
    if (s.user) {
      if (r.u_in != memory_.u) std::memcpy(memory_.u, r.u_in, r.elements * size_of(class_.type));
      run_user_op(s.first, r, memory_.u);
      r.u_in = memory_.u;
      if (!is_last) continue;
      r.u_out = out;
      class_.call(in_.isa, program(0, 0, end), r);
      continue;
    }
    r.u_out = is_last ? out : memory_.u;
    class_.call(in_.isa, program(s.first, s.last, is_last ? end : isa::finish::store), r);
    r.u_in = memory_.u;
  }
  if (class_.segments.empty()) class_.call(in_.isa, program(0, 0, end), r);
}

void tile_runner::run_user_op(std::uint32_t k, const isa::run& r, std::byte* u) const noexcept {
  const dtype type = class_.type;
  const isa::op& op = class_.ops[k];
  const recorded_op& recorded = in_.ops[class_.recorded[k]];
  const bool on_tiles = in_.dry || class_.narrow;
  kernel_detail::tile t{r.elements, r.begin, u, r.p, {}};
  for (std::size_t s = 0; s < op.slots; ++s) {
    const bool reads = s + recorded.reads >= op.slots;
    if (op.storage[s] == type && (!on_tiles || (reads && !class_.narrow))) {
      t.slots[s] = stored(r, op.stream[s], op.storage[s]);
      continue;
    }
    std::byte* const tile = slot_tile(op.stream[s], type);
    t.slots[s] = tile;
    if (on_tiles && (op.loads_scratch >> s & 1U) != 0) continue;
    convert(op.storage[s], stored(r, op.stream[s], op.storage[s]), type, tile, r.elements);
  }
  const std::size_t rank = recorded.only != nullptr ? recorded.only->rank[r.leaf] : r.leaf;
  recorded.run(in_.pool + recorded.data + (recorded.per_leaf ? rank * recorded.bytes : 0), type, t);
  if (class_.narrow) return round_tile(isa::storage_of(op.update), u, r.elements);
  for (std::size_t s = 0; s + recorded.reads < op.slots; ++s) {
    if (op.storage[s] == type) continue;
    std::byte* const tile = slot_tile(op.stream[s], type);
    if (!in_.dry) {
      convert(type, tile, op.storage[s], stored(r, op.stream[s], op.storage[s]), r.elements);
      continue;
    }
    alignas(double) std::byte rounded[isa::tile_elements * sizeof(double)];
    convert(type, tile, op.storage[s], rounded, r.elements);
    convert(op.storage[s], rounded, type, tile, r.elements);
  }
}

// The update of the tile, then each term on a copy of it.
void tile_runner::accumulate(const isa::run& r) const noexcept {
  isa::run at = class_.narrow ? widen(r, class_.sees_params) : r;
  at.scratch = memory_.slots;
  at.u_out = memory_.u;
  run_segments(at, isa::finish::store);
  if (class_.reuses_slots) round_slots(r.elements);
  const std::uint32_t body = static_cast<std::uint32_t>(class_.ops.size()) - class_.terms;
  for (std::uint32_t t = 0; t < class_.terms; ++t) {
    isa::run one = at;
    one.u_in = memory_.u;
    one.lanes = r.lanes + t * isa::virtual_lanes;
    isa::program p = program(0, 0, isa::finish::accumulate);
    if (class_.ops[body + t].kernel == outside) {
      std::memcpy(memory_.term, memory_.u, r.elements * size_of(class_.type));
      run_user_op(body + t, one, memory_.term);
      one.u_in = memory_.term;
    } else {
      p.terms = class_.ops.data() + body + t;
      p.terms_size = 1;
    }
    class_.call(in_.isa, p, one);
  }
}

}  // namespace optaxx::exec
