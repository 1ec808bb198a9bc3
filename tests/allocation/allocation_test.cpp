// A step that is like the steps before it takes no memory from the heap.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>
#include <optaxx/optaxx.hpp>
#include <string>
#include <vector>

#include "support/every_transformation.hpp"
#include "support/hostile.hpp"
#include "support/settings.hpp"
#include "support/user_rules.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment) {
  ++allocations;
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* const data = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (data == nullptr) throw std::bad_alloc();
  return data;
}

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* data) noexcept { std::free(data); }
void operator delete(void* data, std::size_t) noexcept { std::free(data); }
void operator delete(void* data, std::align_val_t) noexcept { std::free(data); }
void operator delete(void* data, std::size_t, std::align_val_t) noexcept { std::free(data); }

namespace {

using namespace optaxx;
using support::contents;

const std::vector<std::int64_t> lengths = {3, 700, -1, 5000, 64, 4097};

tree example() { return support::tree_of(lengths, {dtype::f32, dtype::f64}, contents::plain, 1); }

// In each of some steps after the first ones.
std::vector<std::size_t> allocations_of(const transformation& tx) {
  const support::setting one(instruction_set(), 1);
  const tree grads = support::tree_like(example(), contents::plain, 2);
  tree params = example();
  opt_state state = tx.init(params);
  for (int i = 0; i < 13; ++i) tx.step(grads, state, params);
  std::vector<std::size_t> counts;
  for (int i = 0; i < 12; ++i) {
    const std::size_t before = allocations;
    tx.step(grads, state, params);
    counts.push_back(allocations - before);
  }
  return counts;
}

const std::vector<std::size_t> none_at_all(12, 0);

// Rules that make whole arrays, trees or transformations cannot do without.
bool makes_arrays(const std::string& name) {
  for (const char* maker : {"per_leaf", "from_functions", "stateless", "every_other",
                            "adaptive_grad_clip", "mask_compatible", "inject_hyperparams",
                            "adafactor", "factored", "add_noise", "noisy_sgd"}) {
    if (name.find(maker) != std::string::npos) return true;
  }
  return false;
}

TEST(a_step, of_kernels_and_sums_takes_no_memory) {
  for (const auto& row : support::every_transformation()) {
    if (makes_arrays(row.name)) continue;
    EXPECT_EQ(allocations_of(row.tx), none_at_all) << row.name;
  }
}

TEST(a_step, of_whole_arrays_takes_the_same_memory_each_time) {
  const transformation tx = chain(
      scale_by_adam(),
      support::rule_of([](sweep& s, const state_view&) { s.for_each_leaf([](leaf_view&) {}); }),
      trace(0.9));
  const std::vector<std::size_t> counts = allocations_of(tx);
  EXPECT_GT(counts[0], 0U);
  EXPECT_EQ(counts, std::vector<std::size_t>(12, counts[0]));
}

TEST(the_count_of_allocations, counts) {
  const std::size_t before = allocations;
  const array a(dtype::f32, {100});
  EXPECT_GT(allocations, before);
}

}  // namespace
