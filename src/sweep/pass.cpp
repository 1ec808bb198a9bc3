#include "sweep/pass.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/arena.hpp"
#include "core/flush_guard.hpp"
#include "isa/dispatch.hpp"
#include "optaxx/core/errors.hpp"
#include "sweep/reduce.hpp"
#include "sweep/threads.hpp"

namespace optaxx::exec {
namespace {

constexpr std::size_t widest = sizeof(double);

std::size_t blocks_of(std::size_t elements) {
  return (elements + isa::block_elements - 1) / isa::block_elements;
}

}  // namespace

void pass::prepare(const lowering& code, const pass_inputs& in, isa::finish end, bool dry) {
  code_ = &code;
  plan_ = in.plan;
  isa_ = &isa::current();
  pool_ = in.pool;
  end_ = end;
  dry_ = dry;
  {
    const flush_guard guard;
    fill_scalars(in);
  }
  fill_addresses(in);

  if (first_block_.size() != plan_->leaves.size() + 1) {
    first_block_.assign(1, 0);
    for (const leaf_info& leaf : plan_->leaves)
      first_block_.push_back(first_block_.back() + blocks_of(leaf.elements));
  }
  parts_ = threads_for(plan_->elements);
  if (end == isa::finish::accumulate) block_sums_.resize(code.terms * first_block_.back());

  // Per part: a tile for the update, one for a term, one per stream, and the lanes.
  scratch_bytes_ = (code.streams.size() + 2) * isa::tile_elements * widest +
                   code.terms * isa::virtual_lanes * sizeof(double);
  if (scratch_size_ < parts_ * scratch_bytes_) {
    scratch_ = detail::allocate(parts_ * scratch_bytes_);
    scratch_size_ = parts_ * scratch_bytes_;
  }
}

void pass::fill_scalars(const pass_inputs& in) {
  scalars_f32_.resize(code_->scalar_count);
  if (plan_->x64) scalars_f64_.resize(code_->scalar_count);
  const auto put = [&](std::size_t at, const std::byte* from, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes / sizeof(double); ++i) {
      double value = 0;
      std::memcpy(&value, from + i * sizeof(double), sizeof(double));
      scalars_f32_[at + i] = static_cast<float>(value);
      if (plan_->x64) scalars_f64_[at + i] = value;
    }
  };
  // The caller's recording has the shape of the signature, and its own places in the pool.
  for (std::size_t k = 0; k < code_->signature.size(); ++k) {
    const recorded_op& op = in.ops[k];
    if (op.kernel == outside) continue;
    const std::byte* from = in.pool + op.data;
    if (!op.per_leaf) {
      put(code_->scalars[k], from, op.bytes);
      continue;
    }
    const leaf_set& set = op.only != nullptr ? *op.only : plan_->all;
    for (const std::uint32_t position : set.positions) {
      put(code_->scalars[k] + position * code_->strides[k], from, op.bytes);
      from += op.bytes;
    }
  }
}

void pass::fill_addresses(const pass_inputs& in) {
  const std::size_t leaves = plan_->leaves.size();
  const std::size_t streams = code_->streams.size();
  ops_ = in.ops;
  memory_.resize(leaves);
  addresses_.resize(leaves * streams);
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    memory_[leaf].in = static_cast<const std::byte*>(in.source[leaf].data());
    memory_[leaf].out = nullptr;
    memory_[leaf].p =
        in.params == nullptr
            ? nullptr
            : static_cast<std::byte*>(const_cast<void*>(in.params->leaves()[leaf].data()));
  }
  for (std::size_t s = 0; s < streams; ++s) {
    const leaf_set& set = code_->streams[s].set != nullptr ? *code_->streams[s].set : plan_->all;
    for (std::size_t i = 0; i < set.positions.size(); ++i) {
      const std::size_t leaf = set.positions[i];
      array& a = in.slot_values(code_->streams[s].first_leaf + static_cast<std::uint32_t>(i));
      if (a.size() != plan_->leaves[leaf].elements) {
        throw tree_mismatch(
            "update: state" + in.state->structure()->accessor(code_->streams[s].first_leaf + i) +
            " has shape " + a.shape().text() + ", params" + plan_->structure->accessor(leaf) +
            " has " + plan_->leaves[leaf].shape.text());
      }
      if (a.dtype() != (*in.state_types)[code_->streams[s].first_leaf + i]) {
        throw tree_mismatch(
            "update: state" + in.state->structure()->accessor(code_->streams[s].first_leaf + i) +
            " is " + std::string(name_of(a.dtype())) + ", expected " +
            std::string(name_of((*in.state_types)[code_->streams[s].first_leaf + i])));
      }
      addresses_[leaf * streams + s] =
          static_cast<std::byte*>(dry_ ? const_cast<void*>(a.data()) : a.mutable_data());
    }
  }
}

void pass::store_to(std::span<array> out) {
  for (std::size_t i = 0; i < out.size(); ++i)
    memory_[i].out = static_cast<std::byte*>(out[i].mutable_data());
}

void pass::apply_to(tree& params) {
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    memory_[i].p = static_cast<std::byte*>(params.leaves()[i].mutable_data());
  }
}

void pass::run() noexcept {
  const flush_guard guard;  // TBB hands it on to its threads, and would change the caller's
  auto part = [this](std::size_t i) { run_part(i); };
  run_chunks(parts_, part);
}

// Parts are contiguous ranges of blocks, the same at every step.
void pass::run_part(std::size_t part) noexcept {
  const flush_guard guard;
  std::byte* const scratch = static_cast<std::byte*>(scratch_.get()) + part * scratch_bytes_;
  const std::size_t total = first_block_.back();
  const std::size_t first = total * part / parts_;
  const std::size_t last = total * (part + 1) / parts_;
  if (first == last) return;
  std::size_t leaf =
      static_cast<std::size_t>(std::upper_bound(first_block_.begin(), first_block_.end(), first) -
                               first_block_.begin()) -
      1;
  for (std::size_t block = first; block < last; ++leaf) {
    const std::size_t end = std::min(last, first_block_[leaf + 1]);
    if (end <= block) continue;
    if (end_ == isa::finish::accumulate) {
      for (; block < end; ++block) reduce_block(leaf, block - first_block_[leaf], scratch);
      continue;
    }
    run_piece(
        leaf, (block - first_block_[leaf]) * isa::block_elements,
        std::min(plan_->leaves[leaf].elements, (end - first_block_[leaf]) * isa::block_elements),
        scratch);
    block = end;
  }
}

isa::program pass::program_of(const leaf_class& c, std::uint32_t first, std::uint32_t last,
                              isa::finish end) const noexcept {
  return {c.ops.data() + first, last - first, nullptr, 0, end, dry_, -1};
}

void pass::call(const leaf_class& c, const isa::program& p, const isa::run& r) const noexcept {
  (c.type == dtype::f64 ? isa_->run_f64 : isa_->run_f32)(p, r);
}

void pass::run_piece(std::size_t leaf, std::size_t begin, std::size_t end,
                     std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  const isa::finish finish = end_ == isa::finish::apply && c.silent ? isa::finish::nothing : end_;
  if (finish == isa::finish::nothing && !c.touches_slots) return;
  const std::size_t size = size_of(c.type);
  const leaf_memory& m = memory_[leaf];
  isa::run r{};
  r.begin = begin;
  r.elements = end - begin;
  r.u_in = m.in + begin * size;
  r.u_out = m.out == nullptr ? nullptr : m.out + begin * size;
  r.p = m.p == nullptr ? nullptr : m.p + begin * size;
  r.streams = addresses_.data() + leaf * code_->streams.size();
  r.scalars =
      c.type == dtype::f64 ? static_cast<const void*>(scalars_f64_.data()) : scalars_f32_.data();
  r.leaf = leaf;
  if (!c.has_user_code && !(dry_ && c.touches_slots)) {
    isa::program p = program_of(c, 0, static_cast<std::uint32_t>(c.ops.size()), finish);
    if (!dry_ && finish != isa::finish::nothing) p.pattern = c.pattern;
    call(c, p, r);
    return;
  }
  run_tiles(c, r, finish, scratch);
}

// The program cut into segments, tile by tile; between them the update lies in a tile of its own.
void pass::run_tiles(const leaf_class& c, const isa::run& whole, isa::finish finish,
                     std::byte* scratch) noexcept {
  const std::size_t size = size_of(c.type);
  std::byte* const tile = scratch + code_->streams.size() * isa::tile_elements * widest;
  for (std::size_t at = 0; at < whole.elements; at += isa::tile_elements) {
    isa::run r = whole;
    r.begin += at;
    r.elements = std::min(isa::tile_elements, whole.elements - at);
    r.u_in = static_cast<const std::byte*>(whole.u_in) + at * size;
    r.u_out = whole.u_out == nullptr ? nullptr : static_cast<std::byte*>(whole.u_out) + at * size;
    r.p = whole.p == nullptr ? nullptr : static_cast<std::byte*>(whole.p) + at * size;
    r.scratch = scratch;
    void* const out = r.u_out;
    for (std::size_t k = 0; k < c.segments.size(); ++k) {
      const segment& s = c.segments[k];
      const bool is_last = k + 1 == c.segments.size();
      if (s.user) {
        if (r.u_in != tile) std::memcpy(tile, r.u_in, r.elements * size);
        run_user_op(c, s.first, r, tile);
        r.u_in = tile;
        if (!is_last) continue;
        r.u_out = out;
        call(c, program_of(c, 0, 0, finish), r);
        continue;
      }
      r.u_out = is_last ? out : tile;
      call(c, program_of(c, s.first, s.last, is_last ? finish : isa::finish::store), r);
      r.u_in = tile;
    }
    if (c.segments.empty()) call(c, program_of(c, 0, 0, finish), r);
  }
}

void pass::run_user_op(const leaf_class& c, std::uint32_t k, const isa::run& r, void* u) noexcept {
  const isa::op& op = c.ops[k];
  const recorded_op& recorded = ops_[c.recorded[k]];
  const std::size_t size = size_of(c.type);
  kernel_detail::tile t{r.elements, r.begin, u, r.p, {}};
  const auto tile_of = [&](std::size_t s) {
    return r.scratch + op.stream[s] * isa::tile_elements * size;
  };
  for (std::size_t s = 0; s < op.slots; ++s) {
    std::byte* const memory = r.streams[op.stream[s]];
    if (op.storage[s] == c.type && !dry_) {
      t.slots[s] = memory + r.begin * size;
      continue;
    }
    t.slots[s] = tile_of(s);
    if (dry_ && (op.loads_scratch >> s & 1U) != 0) continue;
    convert(op.storage[s], memory, r.begin, c.type, tile_of(s), 0, r.elements);
  }
  const std::size_t rank = recorded.only != nullptr ? recorded.only->rank[r.leaf] : r.leaf;
  recorded.run(pool_ + recorded.data + (recorded.per_leaf ? rank * recorded.bytes : 0), c.type, t);
  for (std::size_t s = 0; s < op.slots; ++s) {
    if (op.storage[s] == c.type) continue;
    if (!dry_) {
      convert(c.type, tile_of(s), 0, op.storage[s], r.streams[op.stream[s]], r.begin, r.elements);
      continue;
    }
    alignas(widest) std::byte stored[isa::tile_elements * widest];
    convert(c.type, tile_of(s), 0, op.storage[s], stored, 0, r.elements);
    convert(op.storage[s], stored, 0, c.type, tile_of(s), 0, r.elements);
  }
}

void pass::reduce_block(std::size_t leaf, std::size_t block, std::byte* scratch) noexcept {
  const leaf_class& c = code_->classes[code_->class_of[leaf]];
  const std::uint32_t terms = code_->terms;
  if (c.terms == 0) return;  // no leaf of the reduction's
  const std::size_t streams = code_->streams.size();
  double* const lanes =
      reinterpret_cast<double*>(scratch + (streams + 2) * isa::tile_elements * widest);
  std::byte* const tile = scratch + streams * isa::tile_elements * widest;
  std::byte* const term_tile = tile + isa::tile_elements * widest;
  std::fill_n(lanes, terms * isa::virtual_lanes, 0.0);

  const std::size_t size = size_of(c.type);
  const leaf_memory& m = memory_[leaf];
  const std::size_t begin = block * isa::block_elements;
  const std::size_t end = std::min(begin + isa::block_elements, plan_->leaves[leaf].elements);
  const std::uint32_t body = static_cast<std::uint32_t>(c.ops.size()) - c.terms;
  const bool in_tiles = c.has_user_code || c.touches_slots;
  const std::size_t stride = in_tiles ? isa::tile_elements : isa::block_elements;
  for (std::size_t at = begin; at < end; at += stride) {
    isa::run r{};
    r.begin = at;
    r.elements = std::min(stride, end - at);
    r.u_in = m.in + at * size;
    r.p = m.p == nullptr ? nullptr : m.p + at * size;
    r.streams = addresses_.data() + leaf * streams;
    r.scratch = scratch;
    r.scalars =
        c.type == dtype::f64 ? static_cast<const void*>(scalars_f64_.data()) : scalars_f32_.data();
    r.leaf = leaf;
    r.lanes = lanes;
    if (!c.has_user_code) {
      isa::program p = program_of(c, 0, body, isa::finish::accumulate);
      p.terms = c.ops.data() + body;
      p.terms_size = c.terms;
      call(c, p, r);
      continue;
    }
    // The update of this tile, then each term on a copy of it.
    isa::run u = r;
    u.u_out = tile;
    run_tiles(c, u, isa::finish::store, scratch);
    u.u_in = tile;
    for (std::uint32_t t = 0; t < c.terms; ++t) {
      isa::run one = u;
      one.lanes = lanes + t * isa::virtual_lanes;
      isa::program p = program_of(c, 0, 0, isa::finish::accumulate);
      if (c.ops[body + t].kernel == outside) {
        std::memcpy(term_tile, tile, one.elements * size);
        run_user_op(c, body + t, one, term_tile);
        one.u_in = term_tile;
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
        fold_lanes(lanes + t * isa::virtual_lanes);
  }
}

void pass::leaf_sums(std::uint32_t term, const leaf_set& selection, double* out) noexcept {
  const flush_guard guard;
  const std::size_t blocks = first_block_.back();
  for (const std::uint32_t leaf : selection.positions) {
    double* const sums = block_sums_.data() + term * blocks + first_block_[leaf];
    *out++ = round_sum(fold_blocks(sums, first_block_[leaf + 1] - first_block_[leaf]),
                       plan_->leaves[leaf].dtype);
  }
}

}  // namespace optaxx::exec
