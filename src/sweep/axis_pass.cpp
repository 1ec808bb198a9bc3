#include "sweep/axis_pass.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/element.hpp"
#include "core/flush_guard.hpp"
#include "sweep/threads.hpp"
#include "sweep/unit_fold.hpp"

namespace optaxx::exec {
namespace {

constexpr std::size_t least_chunk = 64 * 1024;
constexpr std::size_t most_chunks = 64;

isa::fold fold_of(axis_fold how) { return how == axis_fold::max ? isa::fold::max : isa::fold::sum; }

// Numbers become results from the one at `to` on.
template <class T>
[[gnu::noinline]] void store_as(axis_fold how, const double* from, std::size_t n, double length,
                                array& result, std::size_t to) noexcept {
  const auto value = [&](std::size_t i) {
    const T x = static_cast<T>(from[i]);
    return how == axis_fold::mean ? x / static_cast<T>(length) : x;
  };
  if (result.dtype() == dtype_of<T>) {
    T* const out = static_cast<T*>(result.mutable_data()) + to;
    for (std::size_t i = 0; i < n; ++i) out[i] = value(i);
  } else {
    void* const out = result.mutable_data();
    for (std::size_t i = 0; i < n; ++i)
      detail::store_element(result.dtype(), out, to + i, static_cast<double>(value(i)));
  }
}

void store(axis_fold how, dtype type, const double* from, std::size_t n, double length,
           array& result, std::size_t to) noexcept {
  type == dtype::f64 ? store_as<double>(how, from, n, length, result, to)
                     : store_as<float>(how, from, n, length, result, to);
}

}  // namespace

std::size_t axis_pass::units(const chunk& c, std::size_t reduction) const noexcept {
  const auto [first, last] = over_[reduction]->runs[c.leaf].units_of(c.begin, c.end);
  return last - first;
}

void axis_pass::expect_together(std::span<const leaf_axes* const> over) {
  for (const leaf_axes* a : over) {
    if (a->set.positions != over[0]->set.positions)
      throw std::logic_error("sweep: reductions in one pass are over the same leaves");
  }
  if (over.size() > most_reductions) {
    throw std::logic_error("sweep: at most " + std::to_string(most_reductions) +
                           " reductions are made in one pass");
  }
}

void axis_pass::prepare(const step_plan& plan, axis_fold how,
                        std::span<const leaf_axes* const> over) {
  how_ = how;
  if (std::ranges::equal(over_, over)) return;
  over_.clear();
  chunks_.clear();
  first_chunk_.clear();
  std::vector<const leaf_axes*> all(over.begin(), over.end());
  std::size_t partial = 0;
  const leaf_set& set = over[0]->set;
  for (std::uint32_t leaf = 0; leaf < set.positions.size(); ++leaf) {
    first_chunk_.push_back(chunks_.size());
    const std::size_t elements = plan.leaves[set.positions[leaf]].elements;
    // No unit is cut but those that lie all over the leaf.
    std::size_t whole = 1;
    for (const leaf_axes* a : over)
      whole = std::max(whole, a->runs[leaf].elements_of_whole_units());
    std::size_t size = std::max(least_chunk, (elements + most_chunks - 1) / most_chunks);
    size = (size + whole - 1) / whole * whole;
    for (std::size_t begin = 0; begin < elements; begin += size) {
      chunks_.push_back({leaf, begin, std::min(begin + size, elements), partial});
      for (const leaf_axes* a : over) {
        const auto [first, last] = a->runs[leaf].units_of(begin, chunks_.back().end);
        partial += last - first;
      }
    }
  }
  first_chunk_.push_back(chunks_.size());
  partials_.resize(partial);
  over_ = std::move(all);
}

void axis_pass::fold(const chunk& c, pass& values, std::byte* scratch) noexcept {
  const isa::fold how = fold_of(how_);
  const isa::instruction_set& isa = values.isa();
  const std::uint32_t leaf = over_[0]->set.positions[c.leaf];
  const dtype type = values.computes_in(leaf);
  std::array<std::optional<unit_fold>, most_reductions> all;
  double* next = partials_.data() + c.partial;
  for (std::size_t t = 0; t < over_.size(); ++t) {
    all[t].emplace(how, isa, over_[t]->runs[c.leaf], c.begin, c.end, next);
    next += units(c, t);
  }
  for (std::size_t at = c.begin; at < c.end; at += isa::tile_elements) {
    const std::size_t to = std::min(c.end, at + isa::tile_elements);
    const std::byte* const x = values.evaluate(leaf, at, to, scratch);
    for (std::size_t t = 0; t < over_.size(); ++t) all[t]->add(type, x, to);
  }
}

// The numbers of a leaf's chunks become its results.
void axis_pass::finish(std::size_t leaf, dtype type,
                       std::span<const std::span<array>> results) noexcept {
  const isa::fold how = fold_of(how_);
  const std::span<const chunk> chunks(chunks_.data() + first_chunk_[leaf],
                                      first_chunk_[leaf + 1] - first_chunk_[leaf]);
  for (std::size_t t = 0; t < over_.size(); ++t) {
    const axis_runs& runs = over_[t]->runs[leaf];
    array& result = results[t][leaf];
    const double n = static_cast<double>(runs.elements_of_unit());
    if (chunks.empty()) {
      const double none = nothing(how);
      for (std::size_t u = 0; u < runs.units(); ++u) store(how_, type, &none, 1, n, result, u);
      continue;
    }
    const auto numbers = [&](std::size_t c) {
      double* at = partials_.data() + chunks[c].partial;
      for (std::size_t other = 0; other < t; ++other) at += units(chunks[c], other);
      return at;
    };
    if (!runs.spread()) {
      std::size_t unit = 0;
      for (std::size_t c = 0; c < chunks.size(); ++c) {
        const std::size_t some = units(chunks[c], t);
        store(how_, type, numbers(c), some, n, result, unit);
        unit += some;
      }
      continue;
    }
    for (std::size_t stride = 1; stride < chunks.size(); stride *= 2) {
      for (std::size_t c = 0; c + stride < chunks.size(); c += 2 * stride) {
        double* const to = numbers(c);
        const double* const from = numbers(c + stride);
        for (std::size_t u = 0; u < runs.units(); ++u) to[u] = folded(how, to[u], from[u]);
      }
    }
    store(how_, type, numbers(0), runs.units(), n, result, 0);
  }
}

void axis_pass::run(pass& values, std::span<const std::span<array>> results) noexcept {
  const std::size_t parts = values.threads();
  auto part = [&](std::size_t i) {
    const flush_guard guard;
    std::byte* const scratch = values.scratch_of(i);
    for (std::size_t c = chunks_.size() * i / parts; c < chunks_.size() * (i + 1) / parts; ++c)
      fold(chunks_[c], values, scratch);
  };
  run_chunks(parts, part);
  const leaf_set& set = over_[0]->set;
  for (std::size_t leaf = 0; leaf < set.positions.size(); ++leaf)
    finish(leaf, values.computes_in(set.positions[leaf]), results);
}

}  // namespace optaxx::exec
