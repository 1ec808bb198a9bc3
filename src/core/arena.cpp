#include "core/arena.hpp"

#include <cstdint>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>

#include <atomic>
#endif

namespace optaxx::detail {
namespace {

std::shared_ptr<void> allocate_small(std::size_t bytes) {
  void* const data = ::operator new(bytes, std::align_val_t(alignment));
  std::memset(data, 0, bytes);
  return {data, [](void* p) { ::operator delete(p, std::align_val_t(alignment)); }};
}

#ifdef __linux__

constexpr std::size_t large = std::size_t{4} << 20;
constexpr std::size_t huge_page = std::size_t{2} << 20;

// Streams that start at the same offset in a page compete for the same sets of the cache.
std::size_t next_skew() {
  static std::atomic<unsigned> count{0};
  const unsigned odd = count.fetch_add(1, std::memory_order_relaxed) % 16 * 2 + 1;
  return odd * (std::size_t{4096} + 1024 + 64);
}

// Pages fresh from the kernel are zero; each lies on the node of the thread that first touches it.
std::shared_ptr<void> allocate_large(std::size_t bytes) {
  const std::size_t skew = next_skew();
  const std::size_t mapped = bytes + huge_page + skew;
  if (mapped < bytes) throw std::bad_alloc();
  void* const pages =
      mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  const std::size_t to_boundary =
      (huge_page - reinterpret_cast<std::uintptr_t>(pages) % huge_page) % huge_page;
  char* const start = static_cast<char*>(pages) + to_boundary;
  madvise(start, bytes + skew, MADV_HUGEPAGE);  // a wish: without it the block is only slower
  return {start + skew, [pages, mapped](void*) { munmap(pages, mapped); }};
}

#endif

}  // namespace

std::shared_ptr<void> allocate(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  if (bytes > SIZE_MAX - alignment) throw std::bad_alloc();
#ifdef __linux__
  if (bytes >= large) return allocate_large(padded(bytes));
#endif
  return allocate_small(padded(bytes));
}

}  // namespace optaxx::detail
