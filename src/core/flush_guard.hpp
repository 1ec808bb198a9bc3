#pragma once

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <cstdint>
#endif

namespace optaxx {

/// The floating-point environment of our arithmetic, whatever the program set: round to nearest, no
/// traps, subnormal operands and results flushed to zero as XLA does on a CPU. The caller's is
/// restored at the end of the scope. The compiler may move arithmetic across it: compute in a
/// function that is not inlined into the guarded one.
class flush_guard {
 public:
#if defined(__x86_64__) || defined(__i386__)
  // Inside another guard nothing is set: it takes the processor longer than a division does.
  flush_guard() : saved_(_mm_getcsr()) {
    if (!is_ours()) _mm_setcsr(ours);
  }
  ~flush_guard() {
    if (!is_ours()) _mm_setcsr(saved_);
  }

 private:
  static constexpr unsigned ours = 0x9FC0U;
  static constexpr unsigned happened = 0x3FU;  // flags that say which exceptions there were
  bool is_ours() const { return (saved_ & ~happened) == ours; }

  unsigned saved_;
#elif defined(__aarch64__)
  flush_guard() {
    asm volatile("mrs %0, fpcr" : "=r"(saved_));
    asm volatile("msr fpcr, %0" : : "r"(std::uint64_t{1} << 24));
  }
  ~flush_guard() { asm volatile("msr fpcr, %0" : : "r"(saved_)); }

 private:
  std::uint64_t saved_;
#else
#error "optaxx needs to know how this processor flushes subnormal numbers"
#endif

 public:
  flush_guard(const flush_guard&) = delete;
  flush_guard& operator=(const flush_guard&) = delete;
};

namespace detail {

/// f(), computed under a flush_guard: a lambda that captures by reference.
template <class Function>
auto flushed(const Function& f) {
  const Function* hidden = &f;
  const flush_guard guard;
  // What f reads is unknown to the compiler until here, and its result is used here: nothing of it
  // can move out.
  asm volatile("" : "+r"(hidden) : : "memory");
  auto result = (*hidden)();
  asm volatile("" : "+m"(result) : : "memory");
  return result;
}

}  // namespace detail
}  // namespace optaxx
