#include "sweep/pass.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/arena.hpp"
#include "core/element.hpp"
#include "core/flush_guard.hpp"
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

// A number that would vanish stays: an eps of 1e-8 is what keeps 0 / 0 away.
float narrow_number(dtype type, float value) {
  const float rounded = detail::rounded_to(type, value);
  return rounded == 0.0F ? value : rounded;
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
                      std::string(name_of((*in.state_types)[state_leaf])));
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
  joints_.resize(plan_->leaves.size());

  if (first_block_.size() != plan_->leaves.size() + 1) {
    first_block_.assign(1, 0);
    for (const leaf_info& leaf : plan_->leaves)
      first_block_.push_back(first_block_.back() + blocks_of(leaf.elements));
  }
  parts_ = threads_for(plan_->elements);
  if (end == isa::finish::accumulate) block_sums_.resize(code.terms * first_block_.back());

  scratch_bytes_ = scratch_bytes();
  if (scratch_size_ < parts_ * scratch_bytes_) {
    scratch_ = detail::allocate(parts_ * scratch_bytes_);
    scratch_size_ = parts_ * scratch_bytes_;
  }
}

void pass::fill_scalars(const pass_inputs& in) {
  scalars_f32_.resize(code_->scalar_count * (code_->narrow ? 3 : 1));
  if (plan_->x64) scalars_f64_.resize(code_->scalar_count);
  const auto put = [&](std::size_t at, const std::byte* from, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes / sizeof(double); ++i) {
      double value = 0;
      std::memcpy(&value, from + i * sizeof(double), sizeof(double));
      scalars_f32_[at + i] = static_cast<float>(value);
      if (code_->narrow) {
        const std::size_t n = code_->scalar_count;
        scalars_f32_[n + at + i] = narrow_number(dtype::bf16, static_cast<float>(value));
        scalars_f32_[2 * n + at + i] = narrow_number(dtype::f16, static_cast<float>(value));
      }
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
  const std::span<array> state = in.state->leaves();
  ops_ = in.ops;
  memory_.resize(leaves);
  addresses_.resize(leaves * streams);
  stores_ = false;
  padded_ = true;
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    put(memory_[leaf].in, static_cast<const std::byte*>(in.source[leaf].data()));
    padded_ = padded_ && in.source[leaf].padded();
    const array* const p = in.params == nullptr ? nullptr : &in.params->leaves()[leaf];
    put(memory_[leaf].p,
        p == nullptr ? nullptr : static_cast<std::byte*>(const_cast<void*>(p->data())));
    padded_ = padded_ && (p == nullptr || p->padded());
  }
  for (std::size_t s = 0; s < streams; ++s) {
    const leaf_set& set = code_->streams[s].set != nullptr ? *code_->streams[s].set : plan_->all;
    const std::uint32_t first = code_->streams[s].first_leaf;
    for (std::size_t i = 0; i < set.positions.size(); ++i) {
      const std::size_t leaf = set.positions[i];
      const std::uint32_t state_leaf = first + static_cast<std::uint32_t>(i);
      array& a = in.moved.empty() ? state[state_leaf] : in.slot_values(state_leaf);
      if (a.size() != plan_->leaves[leaf].elements || a.dtype() != (*in.state_types)[state_leaf])
          [[unlikely]] {
        refuse_slot(in, state_leaf, leaf);
      }
      padded_ = padded_ && a.padded();
      put(addresses_[leaf * streams + s],
          static_cast<std::byte*>(dry_ ? const_cast<void*>(a.data()) : a.mutable_data()));
    }
  }
}

void pass::store_to(std::span<array> out) {
  stores_ = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    put(memory_[i].out, static_cast<std::byte*>(out[i].mutable_data()));
    padded_ = padded_ && out[i].padded();
  }
}

void pass::apply_to(tree& params) {
  for (std::size_t i = 0; i < memory_.size(); ++i) {
    put(memory_[i].p, static_cast<std::byte*>(params.leaves()[i].mutable_data()));
    padded_ = padded_ && params.leaves()[i].padded();
  }
}

void pass::run() noexcept {
  const flush_guard guard;  // TBB hands it on to its threads, and would change the caller's
  find_joints();
  auto part = [this](std::size_t i) { run_part(i); };
  run_chunks(parts_, part);
}

void pass::find_joints() noexcept {
  const joint_reason now{code_, padded_, stores_, dry_};
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
  const std::size_t bytes = plan_->leaves[leaf].elements * element_size(c);
  const std::ptrdiff_t distance = next.in - here.in;
  const bool adjoins = distance == static_cast<std::ptrdiff_t>(bytes) ||
                       (padded_ && distance == static_cast<std::ptrdiff_t>(detail::padded(bytes)));
  if (!adjoins || (here.p != nullptr && next.p - here.p != distance) ||
      (stores_ && next.out - here.out != distance)) {
    return 0;
  }
  const std::size_t streams = code_->streams.size();
  std::byte* const* const slots = addresses_.data() + leaf * streams;
  for (const isa::op& op : c.ops) {
    for (std::size_t i = 0; i < op.slots; ++i) {
      const std::size_t s = op.stream[i];
      if (slots[streams + s] - slots[s] != distance) return 0;
    }
  }
  return static_cast<std::size_t>(distance) / element_size(c);
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

void pass::leaf_sums(std::uint32_t term, const leaf_set& selection, double* out) noexcept {
  const flush_guard guard;
  const std::size_t blocks = first_block_.back();
  for (const std::uint32_t leaf : selection.positions) {
    double* const sums = block_sums_.data() + term * blocks + first_block_[leaf];
    const double sum = fold_blocks(sums, first_block_[leaf + 1] - first_block_[leaf]);
    *out++ = detail::rounded_element(out_type(leaf), sum);
  }
}

}  // namespace optaxx::exec
