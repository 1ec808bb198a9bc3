#include "heap.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>
#include <optaxx/core/array.hpp>

namespace {

constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

std::atomic<std::size_t> count{0};
std::atomic<std::size_t> failing{never};

void* counted(std::size_t bytes, std::size_t alignment) {
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* const data = count++ == failing
                         ? nullptr
                         : std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (data == nullptr) throw std::bad_alloc();
  return data;
}
// Inlined, free would look to g++ as if it did not belong to operator new.
[[gnu::noinline]] void release(void* data) noexcept { std::free(data); }

}  // namespace

void* operator new(std::size_t bytes) { return counted(bytes, alignof(std::max_align_t)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* data) noexcept { release(data); }
void operator delete(void* data, std::size_t) noexcept { release(data); }
void operator delete(void* data, std::align_val_t) noexcept { release(data); }
void operator delete(void* data, std::size_t, std::align_val_t) noexcept { release(data); }

namespace heap {

std::size_t allocations() { return count; }

void fail_after(std::size_t others) { failing = count + others; }
bool recover() { return failing.exchange(never) < count; }

}  // namespace heap

namespace {

using optaxx::array;
using optaxx::dtype;

TEST(heap, counts) {
  const std::size_t before = heap::allocations();
  const array a(dtype::f32, {100});
  EXPECT_GT(heap::allocations(), before);
}

TEST(heap, fails_once_and_when_told_to) {
  const auto make = [] { return array(dtype::f32, {100}); };
  heap::fail_after(0);
  EXPECT_THROW(make(), std::bad_alloc);
  EXPECT_NO_THROW(make());
  EXPECT_TRUE(heap::recover());
  heap::fail_after(100);
  EXPECT_NO_THROW(make());
  EXPECT_FALSE(heap::recover());
}

}  // namespace
